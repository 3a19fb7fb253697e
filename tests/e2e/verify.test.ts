import { Ted, ted as command } from '../support/ted.ts';
import { eventually } from '../support/wait.ts';

/** Of 280 runs of twenty fair games one is rejected, as it must be at the 5% level for ever: these games are always the same. */
const FEED_SEED = process.env.TED_TEST_SEED ?? 'verify';

/** Fairness on a running stack: the worker's verdicts, the API, the command. */
describe(`fairness (seed ${FEED_SEED})`, () => {
  let ted: Ted;
  beforeAll(async () => {
    ted = await Ted.up({ args: ['--speed', '40'], processEnv: { FEED_SEED } });
  });
  afterAll(async () => {
    await ted?.stop();
  });

  const verify = async (...args: string[]) => {
    const { code, stdout, stderr } = await command(['verify', ...args, '--json', '--data', ted.data]);
    const lines = stdout.trim().split('\n');
    return {
      code,
      stderr,
      games: lines.slice(0, -1).map((line) => JSON.parse(line)),
      summary: JSON.parse(lines.at(-1) || 'null'),
    };
  };

  it('every game gets its verdict soon after its seed is revealed, and the evidence goes on with every game', async () => {
    const { games, ...overview } = await eventually(
      'verdicts of followed games',
      () => ted.api('/api/fairness'),
      (answer) => answer.games.verified >= 13 && answer.games_counted >= 3,
      90_000,
    );
    expect(games).toMatchObject({ mismatch: 0, unverifiable: 0 });
    expect(overview).toMatchObject({
      feed: 'simulated',
      warm_up_games: 10,
      rejected_at_game: null,
      exceptions: [],
      first_game_at: expect.any(String),
    });
    expect(overview.e_value).toBeCloseTo(Math.exp(overview.log_e), 9);
    expect(overview.series.length).toBeGreaterThanOrEqual(2);
  }, 120_000);

  it('a game’s check comes with the game that its seed makes', async () => {
    const stored = await (
      await ted.db()
    )
      .collection('games')
      .findOne({ 'fairness.verdict': 'verified', start_tick: 0, end_tick: { $gt: 20 } });
    const answer = await ted.api(`/api/fairness/${stored!.game_id}`);
    expect(answer).toMatchObject({
      verdict: 'verified',
      compared: ['committed_hash', 'server_seed_hash', 'end_tick', 'prices', 'peak_price'],
      prices_compared: stored!.end_tick,
      first_difference: null,
      server_seed: stored!.server_seed,
      replay: { end_tick: stored!.end_tick, peak_price: stored!.peak_price },
    });
    expect(answer.replay.prices).toHaveLength(stored!.end_tick);
    expect((await ted.get('/api/fairness/20251207-nobody')).status).toBe(404);
    expect((await ted.get('/api/fairness/no%20id')).status).toBe(400);
  });

  it('./ted verify says the same, and finds what was changed in the database', async () => {
    const all = await verify('--all');
    expect(all).toMatchObject({ code: 0, summary: { mismatch: 0 } });
    expect(all.summary.verified).toBeGreaterThanOrEqual(13);
    const { game_id, end_tick } = (await (
      await ted.db()
    )
      .collection('games')
      .findOne({ 'fairness.verdict': 'verified' }))!;
    expect(await verify(game_id)).toMatchObject({ code: 0, games: [{ game_id, verdict: 'verified' }] });
    await (await ted.db()).collection('games').updateOne({ game_id }, { $set: { end_tick: end_tick + 1 } });
    expect(await verify(game_id)).toMatchObject({
      code: 1,
      games: [{ game_id, verdict: 'mismatch', first_difference: { what: 'end_tick', expected: end_tick } }],
      summary: { verified: 0, mismatch: 1, unverifiable: 0 },
    });
    const unknown = await verify('20251207-nobody');
    expect(unknown).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no game 20251207-nobody is stored'),
    });
  });

  it('a restart of ingest goes on with the evidence', async () => {
    const before = await ted.api('/api/fairness');
    process.kill(ted.pidOf('ingest'), 'SIGKILL');
    const after = await eventually(
      'another counted game',
      () => ted.api('/api/fairness'),
      ({ games_counted, warm_up_games }) => warm_up_games !== null && games_counted > before.games_counted,
      60_000,
    );
    expect(after.games_counted).toBeGreaterThan(before.games_counted);
  }, 90_000);
});
