import { mongo } from 'mongoose';

/** Codes of a server in trouble: not primary, shutting down, no majority, stale, out of disk, out of time. */
// prettier-ignore
const SERVER_IN_TROUBLE = new Set([6, 7, 13, 18, 50, 64, 89, 91, 100, 134, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436, 14031]);

/**
 * Whether an error speaks of the infrastructure (server away, not primary, connection cut, disk full) and not of the data:
 * then the same operation may succeed later, and nobody's attempt is used up. A mistake in the other direction would
 * condemn good records for an outage, so everything of the driver counts as infrastructure that does not name the data.
 */
export function isInfrastructureError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'TimeoutError' || error.name.startsWith('Mongoose')) return true;
  if (error instanceof mongo.MongoBulkWriteError) {
    // Without a refused operation in it, it only wraps what went wrong with the connection.
    const refused = error.result.getWriteErrors();
    if (refused.length === 0 || error.result.getWriteConcernError()) return true;
    // One is enough: what the others say of the data, a repetition says again.
    return refused.some(({ code }) => SERVER_IN_TROUBLE.has(Number(code)));
  }
  if (error instanceof mongo.MongoServerError) {
    return SERVER_IN_TROUBLE.has(Number(error.code)) || hasRetryLabel(error);
  }
  if (error instanceof mongo.MongoInvalidArgumentError) return false;
  return error instanceof mongo.MongoError || /not connected|initial connection/.test(error.message);
}

function hasRetryLabel(error: mongo.MongoError): boolean {
  return ['TransientTransactionError', 'RetryableWriteError', 'RetryableError'].some((label) =>
    error.hasErrorLabel(label),
  );
}
