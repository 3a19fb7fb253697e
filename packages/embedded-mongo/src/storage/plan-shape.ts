import type { Filter } from '../query/filter.ts';
import type { Sort } from '../query/sort.ts';
import type { Index } from './collection.ts';
import type { ByteRange } from './interval.ts';

/** How documents are found. */
export interface Plan {
  /** Undefined: all documents are read in the order of their insertion. */
  index: Index | undefined;
  /** Keys to read, in ascending order and disjoint. */
  ranges: ByteRange[];
  reverse: boolean;
  /** Whether the documents come in the order asked for. */
  sorted: boolean;
  /** Whether all that is found matches, so that nothing has to be filtered. */
  exact: boolean;
  /** Whether the filter says which part of the index is read. */
  bounded: boolean;
  /** Whether its bounds are single values only. */
  points: boolean;
  /** Whether at most one document can be found: a unique index with all fields given. */
  single: boolean;
}

export interface PlanRequest {
  filter: Filter;
  sort: Sort;
  /** How many documents are wanted, skipped ones included; 0: all. */
  wanted: number;
  hint: Index | 'natural' | undefined;
}
