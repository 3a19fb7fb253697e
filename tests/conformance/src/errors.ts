import {
  MongoBulkWriteError,
  MongoClientBulkWriteError,
  MongoError,
  MongoNetworkError,
  MongoServerError,
} from 'mongodb';
import type { ExpectedError, Fields } from './format.ts';
import { match } from './match.ts';
import { bulkResult, clientBulkResult } from './operations.ts';

/** @throws Error if an error is not the one that a test expects */
export function matchError(expected: ExpectedError, error: unknown): void {
  if (!(error instanceof Error)) throw new Error(`no error, but ${String(error)} was thrown`);
  const shown = `${error.name}: ${error.message}`;
  const { code, codeName } = serverSays(error);
  const demand = (holds: boolean, what: string): void => {
    if (!holds) throw new Error(`${what}, not ${shown}`);
  };
  if (expected.isClientError !== undefined) {
    demand(
      isClientError(error) === expected.isClientError,
      `isClientError should be ${expected.isClientError}`,
    );
  }
  if (expected.errorContains !== undefined) {
    demand(
      error.message.toLowerCase().includes(expected.errorContains.toLowerCase()),
      `the message should hold '${expected.errorContains}'`,
    );
  }
  if (expected.errorCode !== undefined)
    demand(code === expected.errorCode, `the code should be ${expected.errorCode} and is ${String(code)}`);
  if (expected.errorCodeName !== undefined)
    demand(
      codeName === expected.errorCodeName,
      `the codeName should be ${expected.errorCodeName} and is ${String(codeName)}`,
    );
  for (const label of expected.errorLabelsContain ?? []) {
    demand(error instanceof MongoError && error.hasErrorLabel(label), `the label ${label} should be there`);
  }
  for (const label of expected.errorLabelsOmit ?? []) {
    demand(
      !(error instanceof MongoError && error.hasErrorLabel(label)),
      `the label ${label} should not be there`,
    );
  }
  if (expected.errorResponse)
    match(expected.errorResponse, (error as unknown as Fields).errorResponse, true, 'errorResponse');
  matchPartialResult(expected, error);
}

function matchPartialResult(expected: ExpectedError, error: Error): void {
  if (error instanceof MongoClientBulkWriteError) {
    if (expected.expectResult !== undefined) {
      match(
        expected.expectResult,
        error.partialResult && clientBulkResult(error.partialResult),
        true,
        'partialResult',
      );
    }
    if (expected.writeErrors)
      match(expected.writeErrors, Object.fromEntries(error.writeErrors), true, 'writeErrors');
    if (expected.writeConcernErrors)
      match(expected.writeConcernErrors, error.writeConcernErrors, true, 'writeConcernErrors');
  } else if (expected.expectResult !== undefined) {
    const partial =
      error instanceof MongoBulkWriteError ? bulkResult(error.result) : (error as unknown as Fields).result;
    match(expected.expectResult, partial, true, 'partial result');
  }
}

/** Made by the driver, or by the network: not what the server has answered. */
const isClientError = (error: Error): boolean =>
  error instanceof MongoNetworkError ||
  !(error instanceof MongoServerError || error.cause instanceof MongoServerError);

/** Client bulk writes keep the server's error as their cause. */
function serverSays(error: Error): { code?: unknown; codeName?: unknown } {
  const own = error as { code?: unknown; codeName?: unknown };
  return own.code === undefined && error.cause instanceof Error ? (error.cause as typeof own) : own;
}
