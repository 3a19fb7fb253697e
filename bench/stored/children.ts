import { Database, deleteExpired } from '@ted/storage';

/** The worker's cleanup in a process of its own, once it is told to. */
export async function cleanup({ mongoUrl }: { mongoUrl: string }): Promise<void> {
  const database = new Database({ url: mongoUrl });
  await database.open();
  process.on('message', () => {
    const began = performance.now();
    void deleteExpired(database, [{ collection: 'tick_samples', days: 7 }], {
      mayWrite: () => Promise.resolve(),
    }).then(({ tick_samples = 0 }) =>
      process.send!({ deleted: tick_samples, seconds: (performance.now() - began) / 1000 }),
    );
  });
  process.send!({});
}
