export default async function tearDown(): Promise<void> {
  await Promise.all((globalThis.tedTestStores ?? []).map((store) => store.stop()));
}
