import { parsePath, type Path } from '../query/paths.ts';

export type Direction = 1 | -1;
export type KeyPattern = readonly (readonly [path: string, direction: Direction])[];

export interface IndexField {
  path: string;
  names: Path;
  direction: Direction;
}

export interface Index {
  readonly id: number;
  readonly name: string;
  readonly key: KeyPattern;
  readonly fields: readonly IndexField[];
  readonly unique: boolean;
  /** Whether a document was ever stored that has an array on one of the paths. */
  multikey: boolean;
  /** False while it is being built: it is written, not read. */
  ready: boolean;
  /** Since the start of the process, for $indexStats. */
  readonly uses: { count: number; since: Date };
}

export interface Collection {
  readonly id: number;
  readonly database: string;
  readonly name: string;
  /** `database.collection` */
  readonly namespace: string;
  readonly uuid: string;
  readonly indexes: readonly Index[];
  /** Number of documents. */
  count: number;
  /** The record id that the next document gets. */
  nextRecord: number;
  /** True once it is gone: scans that still run end. */
  dropped: boolean;
}

/** What lies on disk of a collection. */
export interface StoredCollection {
  id: number;
  uuid: string;
  indexes: {
    id: number;
    name: string;
    key: KeyPattern;
    unique: boolean;
    multikey: boolean;
    ready: boolean;
  }[];
}

export function newCollection(
  namespace: string,
  id: number,
  uuid: string,
  indexes: readonly Index[],
): Collection {
  const dot = namespace.indexOf('.');
  return {
    id,
    database: namespace.slice(0, dot),
    name: namespace.slice(dot + 1),
    namespace,
    uuid,
    indexes,
    count: 0,
    nextRecord: 1,
    dropped: false,
  };
}

export function newIndex(stored: StoredCollection['indexes'][number]): Index {
  return {
    ...stored,
    fields: stored.key.map(([path, direction]) => ({ path, names: parsePath(path), direction })),
    uses: { count: 0, since: new Date() },
  };
}
