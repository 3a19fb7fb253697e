/** MongoDB's unified test format, as far as the CRUD specification uses it. What is not named here is refused, not ignored. */

export type Fields = Record<string, unknown>;

export interface TestFile {
  description: string;
  schemaVersion: string;
  runOnRequirements?: Requirement[];
  createEntities?: Record<string, Fields>[];
  initialData?: CollectionData[];
  tests: TestCase[];
}

export interface TestCase {
  description: string;
  skipReason?: string;
  runOnRequirements?: Requirement[];
  operations: Operation[];
  expectEvents?: ExpectedEvents[];
  outcome?: CollectionData[];
}

export interface Requirement {
  minServerVersion?: string;
  maxServerVersion?: string;
  topologies?: string[];
  serverless?: 'require' | 'forbid' | 'allow';
  auth?: boolean;
  csfle?: boolean | object;
  serverParameters?: Fields;
}

export interface CollectionData {
  collectionName: string;
  databaseName: string;
  createOptions?: Fields;
  documents: Fields[];
}

export interface Operation {
  name: string;
  object: string;
  arguments?: Fields;
  expectResult?: unknown;
  expectError?: ExpectedError;
  saveResultAsEntity?: string;
  ignoreResultAndError?: boolean;
}

export interface ExpectedError {
  isError?: true;
  isClientError?: boolean;
  isTimeoutError?: boolean;
  errorContains?: string;
  errorCode?: number;
  errorCodeName?: string;
  errorLabelsContain?: string[];
  errorLabelsOmit?: string[];
  expectResult?: unknown;
  errorResponse?: Fields;
  writeErrors?: Fields;
  writeConcernErrors?: Fields[];
}

export interface ExpectedEvents {
  client: string;
  eventType?: 'command' | 'cmap' | 'sdam';
  ignoreExtraEvents?: boolean;
  events: Record<string, Fields>[];
}

/** A test that says nothing about the server: it needs another server, or something that this runner does not have. */
export class Skipped extends Error {
  override name = 'Skipped';
}
