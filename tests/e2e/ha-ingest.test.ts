import { WebSocket } from 'ws';
import type { Ted } from '../support/ted.ts';
import { upOnOwnStores, type TedOnOwnStores } from '../support/own-stores.ts';
import { eventually } from '../support/wait.ts';

/** What a replica says of itself. */
interface Role {
  ingest_id: string;
  recording: boolean;
}

let own: TedOnOwnStores;
let ted: Ted;
const open: WebSocket[] = [];
beforeAll(async () => {
  own = await upOnOwnStores({
    args: ['--speed', '20', '--ingests', '2'],
    env: { TICK_SAMPLE_EVERY_TICKS: '1' },
  });
  ted = own.ted;
}, 120_000);
afterAll(async () => {
  for (const socket of open) socket.terminate();
  await own?.stop();
}, 60_000);

const roleOf = async (url: string): Promise<Role> =>
  (await (await fetch(new URL('/recording', url), { signal: AbortSignal.timeout(5000) })).json()) as Role;
const roles = () => Promise.all(ted.ingestUrls.map(roleOf));
const oneRecords = (list: Role[]) => list.filter(({ recording }) => recording).length === 1;

/** Resolves with the time of the first tick of a running game that comes after the call, at a client of the live page. */
function nextTick(): Promise<number> {
  const socket = new WebSocket(`${ted.stack.gateway_url.replace(/^http/, 'ws')}/api/ws`);
  open.push(socket);
  return new Promise((resolve) => {
    socket.on('message', (data: Buffer) => {
      if (data.toString('utf8').includes('"isActive":true')) resolve(Date.now());
    });
  });
}

it('goes on when the ingest that is followed and records is killed: live within 2 s, and nothing is lost', async () => {
  const before = await eventually('one of two records', roles, oneRecords);
  const recorder = before.findIndex(({ recording }) => recording);
  const victim = `ingest-${recorder + 1}`;
  const db = await ted.db();
  const samples = db.collection('tick_samples');
  await eventually(
    'samples',
    () => samples.countDocuments(),
    (count) => count > 200,
  );

  // The client is there, and sees ticks, before the ingest goes.
  await nextTick();
  const pid = ted.pidOf(victim);
  const killedAt = Date.now();
  process.kill(pid, 'SIGKILL');
  expect((await nextTick()) - killedAt).toBeLessThan(2000);

  // The other one; for a moment the killed one, if it is back before its lease is over.
  const after = await eventually('one of two records again', roles, oneRecords, 30_000);
  const heir = after.find(({ recording }) => recording)!;
  const games = db.collection('games');
  const ended = await games.countDocuments({ status: 'ended' });
  await eventually(
    'two more games',
    () => games.countDocuments({ status: 'ended' }),
    (n) => n >= ended + 2,
    60_000,
  );

  // The game that ran at the kill has all its ticks, whoever saw them.
  const [running] = await games
    .find({ created_at: { $lt: new Date(killedAt) }, ended_at: { $gt: new Date(killedAt) }, status: 'ended' })
    .toArray();
  if (running) {
    // A worker stores the ends of a group of batches before their ticks.
    await eventually(
      'all ticks of the game that ran',
      () => samples.distinct('tick', { game_id: running.game_id, tick: { $gte: running.start_tick } }),
      (ticks) => ticks.length === running.end_tick - running.start_tick,
    );
  }
  // And the heir has forecast what came after.
  const forecasts = await db.collection('predictions').countDocuments({ ingest_id: heir.ingest_id });
  expect(forecasts).toBeGreaterThan(0);
}, 180_000);

it('scores the forecasts of one ingest for each game, and none of its side bets overlap', async () => {
  const db = await ted.db();
  const owners = await eventually(
    'games whose forecasts are scored',
    () =>
      db
        .collection('predictions')
        .aggregate<{ _id: string; owners: string[] }>([
          { $match: { resolved: true, void: false } },
          { $group: { _id: '$game_id', owners: { $addToSet: '$ingest_id' } } },
        ])
        .toArray(),
    (found) => found.length > 2,
    60_000,
  );
  for (const { _id, owners: ids } of owners) {
    expect(ids).toHaveLength(1);
    expect(await db.collection('games').countDocuments({ game_id: _id, forecast_owner: ids[0]! })).toBe(1);
  }
  const bets = await db
    .collection('side_bets')
    .find({ void: false })
    .sort({ game_id: 1, placed_at_tick: 1 })
    .toArray();
  bets.forEach((bet, i) => {
    const next = bets[i + 1];
    if (next && next.game_id === bet.game_id)
      expect(next.placed_at_tick).toBeGreaterThan(bet.window_end_tick);
  });
}, 90_000);

it('records on while Redis is away, and one replica still does when the recorder dies then', async () => {
  await own.redis.kill();
  const before = await eventually('one of two records', roles, oneRecords);
  const recorder = before.findIndex(({ recording }) => recording);
  process.kill(ted.pidOf(`ingest-${recorder + 1}`), 'SIGSTOP');
  const pid = ted.pidOf(`ingest-${recorder + 1}`);
  try {
    await eventually(
      'the standby records without Redis',
      () => roleOf(ted.ingestUrls[1 - recorder]!),
      ({ recording }) => recording,
      30_000,
    );
  } finally {
    process.kill(pid, 'SIGCONT');
    await own.redis.restart();
  }
  await eventually('one of two records', roles, oneRecords, 30_000);
  const games = (await ted.db()).collection('games');
  const ended = await games.countDocuments({ status: 'ended' });
  await eventually(
    'two more games',
    () => games.countDocuments({ status: 'ended' }),
    (n) => n >= ended + 2,
    60_000,
  );
}, 180_000);
