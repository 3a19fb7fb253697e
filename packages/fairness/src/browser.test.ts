import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { build } from 'esbuild';

it('runs in a browser: bundled for one, with nothing there that only Node has', async () => {
  const entry = fileURLToPath(new URL('./index.ts', import.meta.url));
  const { outputFiles } = await build({
    stdin: { contents: `export * from ${JSON.stringify(entry)}`, resolveDir: '.' },
    bundle: true,
    platform: 'browser',
    format: 'iife',
    globalName: 'fairness',
    write: false,
  });
  const verdict = runInNewContext(
    `${outputFiles[0]!.text}
    const [seed, id] = ['seed', '20251207-0123456789abcdef'];
    const { endTick, peakPrice, prices } = fairness.replayGame(seed, id, 'v3');
    const serverSeedHash = fairness.serverSeedHash(seed);
    const evidence = new fairness.FairnessEvidence();
    evidence.startGame(0);
    for (let tick = 0; tick < endTick; tick++) evidence.tick(tick, prices[tick], 0.005);
    evidence.endGame({ tick: endTick, price: 0.01, shownAt: endTick });
    const facts = { gameId: id, version: 'v3', serverSeed: seed, serverSeedHash, endTick, peakPrice, prices: prices.entries() };
    JSON.stringify([fairness.verifyGame(facts).verdict, evidence.summary.games]);`,
    { TextEncoder, self: {} },
  ) as string;
  expect(JSON.parse(verdict)).toEqual(['verified', 1]);
});
