import type { Db } from 'mongodb';
import { Ted } from '../support/ted.ts';
import { eventually } from '../support/wait.ts';

describe('kill -9', () => {
  let ted: Ted;
  let db: Db;
  beforeAll(async () => {
    ted = await Ted.up({
      args: ['--speed', '60', '--workers', '2'],
      env: { PREDICTION_HISTORY_SIZE: '5000' },
    });
    db = await ted.db();
  });
  afterAll(() => ted.stop());

  /** Kills a process and waits until it is ready again with another pid. */
  async function killAndWait(name: string): Promise<void> {
    const pid = ted.pidOf(name);
    process.kill(pid, 'SIGKILL');
    await eventually(
      `${name} again`,
      () => ted.stack.processes.find((p) => p.name === name)?.pid,
      (now) => now !== undefined && now !== pid,
    );
  }

  /** Two games more that ended before our eyes. */
  async function twoMoreGames(): Promise<
    { game_id: string; final_tick: number; peak_price: number; end_price: number }[]
  > {
    const games = async () =>
      (await ted.api('/api/history?limit=1000')).games as {
        game_id: string;
        final_tick: number;
        peak_price: number;
        end_price: number;
      }[];
    const before = new Set((await games()).map(({ game_id }) => game_id));
    const fresh = await eventually(
      'two more games',
      async () => (await games()).filter(({ game_id }) => !before.has(game_id)),
      (list) => list.length >= 2,
      40_000,
    );
    return fresh;
  }

  it.each([['persistence-worker-1'], ['redis'], ['mongodb'], ['api-gateway'], ['ingest']])(
    'of %s loses and doubles nothing, and leaves no outcome open',
    async (name) => {
      await killAndWait(name);
      const restarted = new Date();
      for (const { game_id, final_tick, peak_price, end_price } of await twoMoreGames()) {
        const key = { game_id, end_tick: final_tick, peak_price, final_price: end_price, status: 'ended' };
        await eventually(
          `game ${game_id}`,
          () => db.collection('games').findOne(key),
          (game) => game !== null,
        );
        // Two workers store side by side: a game's end may be there before its predictions are.
        const { created_at, start_tick } = (await db.collection('games').findOne({ game_id }))!;
        // Of a game first seen after it: the first tick seen and every tenth one. A killed ingest may join in mid-game.
        const sampled =
          created_at < restarted
            ? []
            : Array.from({ length: final_tick }, (_, tick) => tick).filter(
                (tick) => tick === start_tick || (tick > start_tick && tick % 10 === 0),
              );
        const predictions = await eventually(
          'its predictions, with their outcomes',
          () => db.collection('predictions').find({ game_id }).toArray(),
          (found) =>
            found.every(({ resolved }) => resolved) &&
            sampled.every((tick) => found.some(({ predicted_at_tick }) => predicted_at_tick === tick)),
        );
        expect(new Set(predictions.map((p) => p.predicted_at_tick)).size).toBe(predictions.length);
        expect(await db.collection('games').countDocuments({ game_id })).toBe(1);
      }
    },
  );

  it('has sent nothing to the dead letters', async () => {
    expect(await db.collection('dead_letters').countDocuments({})).toBe(0);
  });
});
