export * from './collections/documents.ts';
export { COLLECTION_NAMES, type CollectionName } from './collections/models.ts';
export * from './database.ts';
export * from './dead-letters/discard.ts';
export { readRecordText } from './dead-letters/record-text.ts';
export {
  countByKind,
  eachDeadLetter,
  findDeadLetter,
  listDeadLetters,
  presentDeadLetters,
  type StoredLetter,
} from './dead-letters/read.ts';
export * from './dead-letters/retry.ts';
export { verifyDueGames, type VerdictCounts } from './fairness/verify-due.ts';
export { verifyStoredGames } from './fairness/verify-stored.ts';
export * from './infrastructure-error.ts';
export * from './metrics/update-hours.ts';
export { demandIndexes } from './migration/indexes.ts';
export * from './migration/migrate.ts';
export * from './monitor.ts';
export * from './read/each-document.ts';
export * from './read/ended-games.ts';
export * from './read/fairness.ts';
export * from './read/forecast-page.ts';
export * from './read/game-ends.ts';
export { countGames, readGamePage, readNeighbours, type GameFilter } from './read/game-page.ts';
export * from './read/game.ts';
export type { Cursor, Page, PageRequest } from './read/page.ts';
export * from './read/performance.ts';
export * from './read/persistence-metrics.ts';
export * from './read/status-checks.ts';
export * from './read/store-facts.ts';
export * from './read/validation-facts.ts';
export * from './retention.ts';
export { keepDeadLetters } from './write/dead-letters.ts';
export { hourOf, HOUR_MS } from './write/hours.ts';
export { prepareBatch, type PreparedBatch } from './write/prepare-batch.ts';
export * from './write/store-batch.ts';
export * from './write/totals.ts';
