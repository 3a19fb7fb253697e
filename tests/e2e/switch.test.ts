import { execFileSync } from 'node:child_process';
import type { Db } from 'mongodb';
import { LiveClient } from '../support/live-client.ts';
import { Ted, ted as command } from '../support/ted.ts';
import { eventually } from '../support/wait.ts';

describe('the switch, while games run', () => {
  let ted: Ted;
  let db: Db;
  beforeAll(async () => {
    ted = await Ted.up({
      args: ['--speed', '40', '--workers', '2'],
      env: { STREAM_RING_SIZE: '100000', PREDICTION_HISTORY_SIZE: '10000' },
    });
    db = await ted.db();
  });
  afterAll(() => ted.stop());

  const sed = (from: boolean, to: boolean) =>
    execFileSync('sed', ['-i', `s/PERSISTENCE_ENABLED=${from}/PERSISTENCE_ENABLED=${to}/`, ted.envFile]);

  /** Everything that TED has stored, counted and with the newest change. */
  async function stored() {
    const names = [
      'games',
      'predictions',
      'side_bets',
      'tick_samples',
      'metrics_hourly',
      'system_samples',
      'persistence_state',
      'dirty_hours',
    ];
    const counts = await Promise.all(names.map((name) => db.collection(name).countDocuments({})));
    const newest = await db.collection('games').find().sort({ updated_at: -1 }).limit(1).toArray();
    return JSON.stringify([counts, newest[0]?.updated_at]);
  }
  /** What every service applies. */
  async function applied(): Promise<boolean[]> {
    const { persistence } = await ted.api('/api/status');
    return [
      persistence.enabled,
      persistence.outbox.persistence_enabled,
      ...persistence.workers.map((w: any) => w.persistence_enabled),
    ];
  }
  const allApply = (value: boolean) =>
    eventually(
      `all apply ${value}`,
      applied,
      (values) => values.length === 4 && values.every((v) => v === value),
      5000,
    );

  it('off by sed -i: collections stand still within 5 s, live data flows; on by sed -i: nothing is missing [defect 19]', async () => {
    await eventually(
      'stored games',
      () => db.collection('games').countDocuments({ status: 'ended' }),
      (n) => n >= 2,
    );
    sed(true, false);
    await allApply(false);
    // A write that had begun may end a moment later.
    let before = '';
    await eventually(
      'collections stand still',
      stored,
      (now) => now === before || ((before = now), false),
      5000,
    );

    expect(await ted.api('/api/persistence/status')).toEqual({
      enabled: false,
      message: 'Persistence is disabled',
    });
    const live = await LiveClient.connect(ted.stack.gateway_url);
    const games = new Map<string, number>();
    while (games.size < 3) {
      const { game_state } = await live.next((m) => m.type === 'update' && m.game_state.isRugged);
      games.set(game_state.gameId, game_state.currentTick);
    }
    live.close();
    expect(await stored()).toBe(before);

    sed(false, true);
    await allApply(true);
    for (const [game_id, end_tick] of games) {
      await eventually(
        `game ${game_id}`,
        () => db.collection('games').findOne({ game_id, end_tick }),
        (game) => game !== null,
      );
      // The first tick, every tenth, and the last one. Two workers store side by side: the game may be there first.
      await eventually(
        'its predictions',
        () => ted.api(`/api/persistence/game/${game_id}`),
        ({ predictions }) => predictions.length >= Math.floor((end_tick - 1) / 10) + 1,
      );
      await eventually(
        'its outcomes',
        () => db.collection('predictions').countDocuments({ game_id, resolved: false }),
        (n) => n === 0,
      );
    }
    expect((await ted.api('/api/status')).persistence.outbox.skipped_while_off).toBe(0);
  });

  it('`./ted persistence` flips it, waits until every service has, and shows who applies what', async () => {
    const off = await command(['persistence', 'off', '--data', ted.data]);
    expect(off).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('✓ persistence-worker-2 applies off'),
    });
    // The command has asked each service itself; the gateway hears of its workers a second later.
    await allApply(false);
    const status = await command(['persistence', 'status', '--json', '--data', ted.data]);
    expect(JSON.parse(status.stdout)).toMatchObject({ enabled: false, running: true });
    const on = await command(['persistence', 'on', '--json', '--data', ted.data]);
    expect(on.code).toBe(0);
    expect(JSON.parse(on.stdout).parts).toHaveLength(4);
  });

  it('keeps the last value and says degraded when the value makes no sense', async () => {
    sed(true, 'maybe' as unknown as boolean);
    const status = await eventually(
      'a warning',
      () => ted.api('/api/status'),
      (s) => s.components.persistence_switch.why?.includes('PERSISTENCE_ENABLED=maybe is not valid') === true,
    );
    expect(status.components.persistence_switch.status).toBe('degraded');
    expect(status.persistence.enabled).toBe(true);
  });
});
