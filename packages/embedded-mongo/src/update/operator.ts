import type { Value } from '../bson/value.ts';
import type { Path } from '../query/paths.ts';
import type { Draft } from './draft.ts';

/** Changes one path of a document. */
export type Change = (draft: Draft, path: Path) => void;

/** Reads the value that stands with an operator; throws MongoError if it cannot. */
export type Operator = (value: Value, path: string) => Change;
