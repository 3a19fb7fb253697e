import { HOUR_MS, migrate, readPersistenceMetrics, updateHourlyMetrics, type Database } from '@ted/storage';
import { dropDatabase, freshMongoUrl, openDatabase } from '../../support/database.ts';
import { AT, INGEST } from '../../support/records.ts';

/** What an hour's metrics cost, beside how much else is stored. */

const FEED = 'simulated';
const HOUR = Math.floor(AT / HOUR_MS) * HOUR_MS;
const OTHER_HOURS = 50;
/** An index on the feed alone would read all that there is of it. */
const BY_TIME = /"indexName":"[^"]*(created_at|ended_at|hour_start)/;
/** Documents of the measured hour, about what one hour of the feed leaves. */
const OWN = { predictions: 400, side_bets: 20, games: 60, system_samples: 60 };

/** A database with `others` documents in the hours before the measured one, half of them predictions. */
async function databaseWith(others: number) {
  const url = new URL(freshMongoUrl());
  await migrate({ mongoUrl: url.toString(), checkOnly: false, log: () => undefined });
  url.searchParams.set('monitorCommands', 'true');
  const database = await openDatabase(url.toString());
  let read = 0;
  const queries: Record<string, unknown>[] = [];
  const client = database.connection.getClient();
  client.on('commandStarted', ({ commandName, command }) => {
    if (commandName === 'find' || commandName === 'aggregate') queries.push(command);
  });
  client.on('commandSucceeded', ({ reply }) => {
    const { cursor } = reply as { cursor?: { firstBatch?: unknown[]; nextBatch?: unknown[] } };
    read += (cursor?.firstBatch ?? cursor?.nextBatch ?? []).length;
  });
  await fill(database, 'own', OWN, () => HOUR);
  const quarter = Math.round(others / 6);
  await fill(
    database,
    'other',
    { predictions: others - 3 * quarter, side_bets: quarter, games: quarter, system_samples: quarter },
    (i) => HOUR - ((i % OTHER_HOURS) + 1) * HOUR_MS,
  );
  // The other hours have their metrics.
  await database.models.metrics_hourly.collection.insertMany(
    Array.from({ length: OTHER_HOURS }, (_, i) => ({
      feed: FEED,
      hour_start: new Date(HOUR - (i + 1) * HOUR_MS),
      prediction_metrics: { scored_predictions: 0, total_predictions: 0 },
      created_at: new Date(HOUR - (i + 1) * HOUR_MS),
    })),
  );
  return { database, documentsRead: () => read, queries };
}

/** How MongoDB would answer a query that was sent to it. */
async function planOf(database: Database, query: Record<string, unknown>): Promise<string> {
  const sent = Object.entries(query).filter(([name]) => !/^(\$|lsid$|readConcern$|maxTimeMS$)/.test(name));
  const { queryPlanner, stages } = await database.connection.db!.command({
    explain: Object.fromEntries(sent),
    verbosity: 'queryPlanner',
  });
  return JSON.stringify(queryPlanner ?? stages);
}

async function fill(
  database: Database,
  prefix: string,
  counts: typeof OWN,
  hourOf: (i: number) => number,
): Promise<void> {
  const make: { [K in keyof typeof OWN]: (i: number, at: Date) => object } = {
    predictions: (i, created_at) => ({
      game_id: `${prefix}-${i % 1000}`,
      predicted_at_tick: Math.floor(i / 1000),
      model_version: 'mixture-1',
      ingest_id: INGEST,
      resolved: true,
      last_before_end: false,
      in_interval: true,
      error_metrics: { e40: (i % 7) - 3, absolute_error: 40 },
      scores: { brier: 0.1, log_loss: 0.4, baseline_brier: 0.1, baseline_log_loss: 0.4 },
      created_at,
    }),
    side_bets: (i, created_at) => ({
      game_id: `${prefix}-${i}`,
      placed_at_tick: 0,
      ingest_id: INGEST,
      actual_outcome: 'LOST',
      payout: -1,
      created_at,
    }),
    games: (i, created_at) => ({
      game_id: `${prefix}-${i}`,
      start_tick: 0,
      created_at,
      ended_at: created_at,
    }),
    system_samples: (i, created_at) => ({
      ingest_id: `${prefix}-${i}`,
      minute: created_at,
      avg_latency_ms: 1,
      updates: 240,
      websocket_disconnects: 0,
      errors_logged: 0,
      created_at,
    }),
  };
  for (const name of Object.keys(OWN) as (keyof typeof OWN)[]) {
    const { collection } = database.models[name] as typeof database.models.games;
    const all = Array.from({ length: counts[name] }, (_, i) => ({
      feed: FEED,
      ...make[name](i, new Date(hourOf(i) + (i % 3600) * 1000)),
    }));
    for (let i = 0; i < all.length; i += 5000)
      await collection.insertMany(all.slice(i, i + 5000), { ordered: false });
  }
}

describe('the metrics of one hour', () => {
  let small: Awaited<ReturnType<typeof databaseWith>>;
  let large: Awaited<ReturnType<typeof databaseWith>>;
  beforeAll(async () => {
    small = await databaseWith(2000);
    large = await databaseWith(60_000);
    for (const { database } of [small, large]) expect(await update(database)).toHaveLength(1);
  });
  afterAll(async () => {
    for (const { database } of [small, large]) await dropDatabase(database);
  });

  const update = (database: Database) =>
    updateHourlyMetrics(database, {
      now: HOUR + HOUR_MS + 1000,
      oldest: new Date(0),
      mayWrite: async () => undefined,
    });
  /** The same hour once more. */
  async function again(database: Database): Promise<void> {
    await database.models.dirty_hours.collection.updateOne(
      { feed: FEED, hour_start: new Date(HOUR) },
      { $inc: { marks: 1 } },
      { upsert: true },
    );
    expect(await update(database)).toHaveLength(1);
  }
  /** The quickest of several runs: what a busy machine adds is never part of the least. */
  async function leastMs(work: () => Promise<unknown>): Promise<number> {
    let least = Infinity;
    for (let i = 0; i < 8; i++) {
      const begin = performance.now();
      await work();
      least = Math.min(least, performance.now() - begin);
    }
    return least;
  }
  async function readBy({ documentsRead }: typeof small, work: () => Promise<unknown>): Promise<number> {
    const before = documentsRead();
    await work();
    return documentsRead() - before;
  }

  it('cost the same beside 60,000 documents of other hours as beside 2,000', async () => {
    const hour = { feed: FEED, hour_start: new Date(HOUR) };
    for (const { database } of [small, large]) {
      expect(await database.models.metrics_hourly.countDocuments({})).toBe(OTHER_HOURS + 1);
      expect(await database.models.metrics_hourly.findOne(hour).lean()).toMatchObject({
        games_analyzed: OWN.games,
        predictions_made: OWN.predictions,
        side_bet_metrics: { total_bets: OWN.side_bets },
      });
    }
    const read = await readBy(large, () => again(large.database));
    expect(read).toBe(await readBy(small, () => again(small.database)));
    // Its own records, what is known of the hours, and a handful beside.
    expect(read).toBeLessThan(OWN.predictions + OWN.side_bets + OWN.system_samples + OTHER_HOURS + 20);

    const beside2000 = await leastMs(() => again(small.database));
    const beside60000 = await leastMs(() => again(large.database));
    expect(beside60000 / beside2000).toBeLessThan(4);
  });

  it('are asked for by time, through an index that has it', async () => {
    large.queries.length = 0;
    await again(large.database);
    await readPersistenceMetrics(large.database, FEED, 24, HOUR + HOUR_MS - 1000);
    // What waits to be computed is a handful, read whole.
    const queries = large.queries.filter(({ find }) => find !== 'dirty_hours');
    expect(queries.length).toBeGreaterThanOrEqual(8);
    for (const query of [...queries]) {
      const collection = query.find ?? query.aggregate;
      const plan = await planOf(large.database, query);
      expect({ collection, plan }).toEqual({ collection, plan: expect.stringMatching(BY_TIME) });
    }
  });

  it('and the figures of the last day cost what that day is made of [defect 15]', async () => {
    const metrics = ({ database }: typeof small) =>
      readPersistenceMetrics(database, FEED, 24, HOUR + HOUR_MS - 1000);
    expect(await metrics(large)).toMatchObject({ hours: 24 });
    const read = await readBy(large, () => metrics(large));
    expect(read).toBe(await readBy(small, () => metrics(small)));
    expect(read).toBeLessThan(OWN.predictions + OWN.side_bets + OWN.system_samples + 24 + 20);
    const beside2000 = await leastMs(() => metrics(small));
    expect((await leastMs(() => metrics(large))) / beside2000).toBeLessThan(4);
  });
});
