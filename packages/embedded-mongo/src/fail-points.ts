import type { Doc } from './bson/value.ts';
import type { MongoError } from './errors.ts';

/** Ends the connection without an answer, as a server does that dies. */
export class ConnectionCut extends Error {
  override name = 'ConnectionCut';
}

export interface FailCommand {
  names: ReadonlySet<string>;
  /** How often it still fails; Infinity: until it is switched off. */
  left: number;
  cut: boolean;
  error: MongoError | undefined;
  writeConcernError: Doc | undefined;
}

/** Failures that tests of clients ask for (MongoDB's `failCommand`). Only a server for tests has them. */
export class FailPoints {
  #failCommand: FailCommand | undefined;

  set(failCommand: FailCommand | undefined): void {
    this.#failCommand = failCommand;
  }

  /** To be called before each command: fails if it is to fail. @returns what is to be added to its answer */
  check(name: string): Record<string, unknown> {
    const point = this.#failCommand;
    if (!point || point.left <= 0 || !point.names.has(name)) return {};
    point.left--;
    if (point.cut) throw new ConnectionCut();
    if (point.error) throw point.error;
    return point.writeConcernError ? { writeConcernError: point.writeConcernError } : {};
  }
}
