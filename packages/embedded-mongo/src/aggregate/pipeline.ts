import { Int32 } from 'bson';
import { decodeDocument } from '../bson/decode.ts';
import { encodeDocument } from '../bson/encode.ts';
import { isNumber, toInteger } from '../bson/numbers.ts';
import { isDoc, type Doc, type Value } from '../bson/value.ts';
import { MongoError, notSupported } from '../errors.ts';
import type { Pace } from '../pace.ts';
import { ALL, slice, type Query } from '../query/find.ts';
import type { Filter } from '../query/filter.ts';
import { matches } from '../query/match.ts';
import { parseFilter } from '../query/parse-filter.ts';
import { compareSortKeys, parseSort, sortKey, type Sort } from '../query/sort.ts';
import { groupDocuments, parseGroup, type Group } from './group.ts';
import { parseAddFields, parseProject, type Mapping } from './project-stage.ts';
import { parseUnwind } from './unwind.ts';

/** A stage of a pipeline, parsed. */
export type Stage =
  | { kind: 'match'; filter: Filter }
  | { kind: 'sort'; sort: Sort }
  | { kind: 'skip' | 'limit'; count: number }
  | { kind: 'map'; mapping: Mapping }
  | { kind: 'unwind'; unwind: (doc: Doc) => Doc[] }
  | { kind: 'group'; group: Group }
  | { kind: 'count'; field: string };

/** Stages that are no transformation of documents: they stand first and give something else. */
export type Source = 'indexStats' | 'collStats';

export interface Pipeline {
  source: Source | undefined;
  stages: Stage[];
}

/** @throws MongoError FailedToParse, NotImplemented for stages that this server does not have */
export function parsePipeline(stages: readonly Value[]): Pipeline {
  let source: Source | undefined;
  const parsed = stages.flatMap((stage, i): Stage[] => {
    const [name, spec] = isDoc(stage) && stage.size === 1 ? [...stage][0]! : [];
    if (name === undefined || spec === undefined) {
      throw new MongoError(
        'FailedToParse',
        'A pipeline stage specification object must contain exactly one field.',
      );
    }
    if (i === 0 && (name === '$indexStats' || name === '$collStats')) {
      source = parseSource(name, spec);
      return [];
    }
    return [parseStage(name, spec)];
  });
  return { source, stages: parsed };
}

function parseSource(name: '$indexStats' | '$collStats', spec: Value): Source {
  const fields = isDoc(spec) ? [...spec.keys()] : ['?'];
  const allowed = name === '$collStats' ? ['count'] : [];
  const other = fields.find((field) => !allowed.includes(field));
  if (other !== undefined) throw notSupported(`${other} of ${name}`);
  return name.slice(1) as Source;
}

function parseStage(name: string, spec: Value): Stage {
  switch (name) {
    case '$match':
      return { kind: 'match', filter: parseFilter(object(name, spec)) };
    case '$sort':
      return { kind: 'sort', sort: parseSort(object(name, spec)) };
    case '$skip':
    case '$limit': {
      const count = isNumber(spec) ? toInteger(spec, name) : -1;
      if (count < (name === '$limit' ? 1 : 0))
        throw new MongoError('FailedToParse', `invalid argument to ${name} stage`);
      return { kind: name.slice(1) as 'skip' | 'limit', count };
    }
    case '$project':
      return { kind: 'map', mapping: parseProject(spec) };
    case '$addFields':
    case '$set':
      return { kind: 'map', mapping: parseAddFields(spec) };
    case '$unwind':
      return { kind: 'unwind', unwind: parseUnwind(spec) };
    case '$group':
      return { kind: 'group', group: parseGroup(spec) };
    case '$count':
      if (typeof spec === 'string' && spec !== '' && !/^\$|\./.test(spec))
        return { kind: 'count', field: spec };
      throw new MongoError('FailedToParse', 'the count field must be a non-empty string without $ and .');
    default:
      throw notSupported(`the aggregation stage ${name}`);
  }
}

function object(name: string, spec: Value): Doc {
  if (isDoc(spec)) return spec;
  throw new MongoError('FailedToParse', `the ${name} specification must be an object`);
}

/** Moves leading `$match`, `$sort`, `$skip` and `$limit` into the query that reads the collection. */
export function pushDown(stages: readonly Stage[]): { query: Omit<Query, 'hint'>; rest: readonly Stage[] } {
  const query = { filter: ALL, sort: [] as Sort, skip: 0, limit: 0 };
  let used = 0;
  const filters: Filter[] = [];
  const take = (kind: Stage['kind']): Stage | undefined => {
    const stage = stages[used];
    if (stage?.kind !== kind) return undefined;
    used++;
    return stage;
  };
  for (let stage = take('match'); stage?.kind === 'match'; stage = take('match')) filters.push(stage.filter);
  if (filters.length > 0) query.filter = filters.length === 1 ? filters[0]! : { kind: 'and', parts: filters };
  const sort = take('sort');
  if (sort?.kind === 'sort') query.sort = sort.sort;
  const skip = take('skip');
  if (skip && 'count' in skip) query.skip = skip.count;
  const limit = take('limit');
  if (limit && 'count' in limit) query.limit = limit.count;
  return { query, rest: stages.slice(used) };
}

/** The documents that come out of the stages. */
export function runStages(
  input: AsyncGenerator<Doc[]>,
  stages: readonly Stage[],
  pace: Pace,
): AsyncGenerator<Doc[]> {
  return stages.reduce((documents, stage) => runStage(documents, stage, pace), input);
}

function runStage(input: AsyncGenerator<Doc[]>, stage: Stage, pace: Pace): AsyncGenerator<Doc[]> {
  switch (stage.kind) {
    case 'match':
      return each(input, (piece) => piece.filter((doc) => matches(stage.filter, doc)));
    case 'map':
      return each(input, (piece) => piece.map(stage.mapping));
    case 'unwind':
      return each(input, (piece) => piece.flatMap(stage.unwind));
    case 'skip':
      return slice(input, stage.count, 0);
    case 'limit':
      return slice(input, 0, stage.count);
    case 'sort':
      return sortDocuments(input, stage.sort);
    case 'group':
      return groupDocuments(stage.group, input, pace);
    case 'count':
      return countPieces(input, stage.field);
  }
}

async function* each(input: AsyncIterable<Doc[]>, change: (piece: Doc[]) => Doc[]): AsyncGenerator<Doc[]> {
  for await (const piece of input) yield change(piece);
}

async function* countPieces(input: AsyncIterable<Doc[]>, field: string): AsyncGenerator<Doc[]> {
  let count = 0;
  for await (const piece of input) count += piece.length;
  if (count > 0) yield [new Map([[field, new Int32(count)]])];
}

const MAX_SORT_BYTES = 100 * 1024 * 1024;

async function* sortDocuments(input: AsyncIterable<Doc[]>, sort: Sort): AsyncGenerator<Doc[]> {
  const all: { doc: Doc; key: Value[] }[] = [];
  let bytes = 0;
  for await (const piece of input) {
    for (const doc of piece) {
      all.push({ doc, key: sortKey(sort, doc) });
      bytes += encodeDocument(doc).length;
    }
    if (bytes > MAX_SORT_BYTES) {
      throw new MongoError(
        'QueryExceededMemoryLimitNoDiskUseAllowed',
        `Sort exceeded memory limit of ${MAX_SORT_BYTES} bytes`,
      );
    }
  }
  all.sort((a, b) => compareSortKeys(sort, a.key, b.key));
  for (let start = 0; start < all.length; start += 100)
    yield all.slice(start, start + 100).map(({ doc }) => doc);
}

/** Decodes what the first stage looks at. */
export async function* decoded(
  found: AsyncIterable<{ raw: Buffer }[]>,
  first: Stage | undefined,
): AsyncGenerator<Doc[]> {
  const used = first?.kind === 'group' && !first.group.used.all ? first.group.used.names : undefined;
  const only = first?.kind === 'count' ? new Set<string>() : used;
  for await (const piece of found) yield piece.map(({ raw }) => decodeDocument(raw, only));
}
