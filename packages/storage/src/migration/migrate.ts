import { COLLECTION_NAMES, type CollectionName } from '../collections/models.ts';
import { Database } from '../database.ts';
import { cleanUpCollection, copyOf } from './clean-up.ts';
import { missingIndexes, wantedIndexes } from './indexes.ts';

/** Collections that the original wrote too: only they can hold documents of another shape. */
const ORIGINAL: readonly CollectionName[] = [
  'games',
  'predictions',
  'side_bets',
  'metrics_hourly',
  'tick_samples',
];

export interface MigrationReport {
  /** Whether TED can store into this database now. */
  ready: boolean;
  missing_collections: string[];
  missing_indexes: string[];
  /** Documents of the original that need new names, or stand in the way of a natural key. */
  to_rename: Record<string, number>;
  to_remove: Record<string, number>;
  documents: Record<string, number>;
}

export interface MigrationOptions {
  mongoUrl: string;
  /** Writes nothing; `ready` says whether a migration is needed. */
  checkOnly: boolean;
  log: (line: string) => void;
}

/**
 * Brings a database to the state that TED stores into: collections, unique natural keys, time indexes, and the original's
 * documents cleaned up with a copy of each that changes. A second run changes nothing. Throws when MongoDB cannot be reached.
 */
export async function migrate({ mongoUrl, checkOnly, log }: MigrationOptions): Promise<MigrationReport> {
  const database = new Database({ url: mongoUrl, serverSelectionTimeoutMs: 5000 });
  try {
    try {
      await database.open();
      await database.ping();
    } catch (error) {
      throw new Error(`MongoDB connection failed: ${(error as Error).message}`, { cause: error });
    }
    log('✓ MongoDB connection successful');
    const before = await inspect(database);
    if (checkOnly) {
      reportState(before, log);
      return before;
    }
    if (!before.ready) await apply(database, before, log);
    const after = before.ready ? before : await inspect(database);
    if (!after.ready)
      throw new Error(`the database is not ready after the migration: ${after.missing_indexes.join(', ')}`);
    log('✓ Database verification complete');
    log('✓ Migration completed successfully!');
    return after;
  } finally {
    await database.close();
  }
}

async function inspect(database: Database): Promise<MigrationReport> {
  const existing = new Set((await database.connection.listCollections()).map(({ name }) => name));
  const report: MigrationReport = {
    ready: false,
    missing_collections: COLLECTION_NAMES.filter((name) => !existing.has(name)),
    missing_indexes: [],
    to_rename: {},
    to_remove: {},
    documents: {},
  };
  for (const name of COLLECTION_NAMES) {
    const missing = existing.has(name) ? await missingIndexes(database, name) : wantedIndexes(name);
    report.missing_indexes.push(...missing.map((index) => `${name}.${index}`));
    report.documents[name] = existing.has(name)
      ? await database.connection.collection(name).countDocuments({})
      : 0;
    // With its natural key in place a collection cannot hold duplicates; without it, it may be the original's.
    if (!existing.has(name) || !ORIGINAL.includes(name) || missing.length === 0) continue;
    const { renamed, removed } = await cleanUpCollection(database, name, true);
    if (renamed > 0) report.to_rename[name] = renamed;
    if (removed > 0) report.to_remove[name] = removed;
  }
  report.ready = report.missing_collections.length === 0 && report.missing_indexes.length === 0;
  return report;
}

async function apply(
  database: Database,
  before: MigrationReport,
  log: (line: string) => void,
): Promise<void> {
  for (const name of before.missing_collections) {
    await database.connection.createCollection(name);
    log(`✓ Created collection: ${name}`);
  }
  for (const name of ORIGINAL) {
    if (!before.to_rename[name] && !before.to_remove[name]) continue;
    const { renamed, removed } = await cleanUpCollection(database, name, false);
    log(
      `✓ Cleaned up ${name}: ${renamed} documents renamed, ${removed} removed (as they were: ${copyOf(name)})`,
    );
  }
  for (const name of COLLECTION_NAMES) await database.models[name].createIndexes();
  log('✓ Created indexes for all collections');
}

function reportState(report: MigrationReport, log: (line: string) => void): void {
  for (const [name, count] of Object.entries(report.documents)) {
    log(
      report.missing_collections.includes(name)
        ? `✗ Collection missing: ${name}`
        : `✓ Collection ${name}: ${count} documents`,
    );
  }
  for (const index of report.missing_indexes) log(`✗ Index missing: ${index}`);
  for (const [name, count] of Object.entries(report.to_rename))
    log(`✗ ${name}: ${count} documents with the original's names`);
  for (const [name, count] of Object.entries(report.to_remove))
    log(`✗ ${name}: ${count} duplicates or documents without a key`);
  log(report.ready ? '✓ The database is ready' : '✗ The database is not ready: run ./ted migrate');
}
