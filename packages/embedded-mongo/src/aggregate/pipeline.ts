import { Int32 } from 'bson';
import { decodeDocument } from '../bson/decode.ts';
import { encodeDocument } from '../bson/encode.ts';
import { isNumber, toInteger } from '../bson/numbers.ts';
import { isDoc, type Doc, type Value } from '../bson/value.ts';
import { MongoError, notSupported } from '../errors.ts';
import type { Pace } from '../pace.ts';
import { PLAIN, type Context } from '../query/context.ts';
import { ALL, slice, type Query } from '../query/find.ts';
import type { Filter } from '../query/filter.ts';
import { matches } from '../query/match.ts';
import { parseFilter } from '../query/parse-filter.ts';
import { checkSortBytes, compareSortKeys, parseSort, sortKey, type Sort } from '../query/sort.ts';
import { sortPaced } from '../query/sort-paced.ts';
import { groupDocuments, parseGroup, type Group } from './group.ts';
import { parseMapping, type Mapping } from './mapping-stages.ts';
import { parseOutput, type Output } from './output.ts';
import { parseSource, type Source } from './source.ts';
import { parseUnwind } from './unwind.ts';

/** A stage of a pipeline, parsed. */
export type Stage =
  | { kind: 'match'; filter: Filter }
  | { kind: 'sort'; sort: Sort }
  | { kind: 'skip' | 'limit'; count: number }
  | { kind: 'map'; mapping: Mapping }
  | { kind: 'unwind'; unwind: (doc: Doc) => Doc[] }
  | { kind: 'group'; group: Group }
  | { kind: 'sample'; size: number }
  | { kind: 'count'; field: string };

export interface Pipeline {
  /** What stands first instead of a collection's documents. */
  source: Source | undefined;
  stages: Stage[];
  /** Where the results go instead of to the client. */
  output: Output | undefined;
}

/** @throws MongoError FailedToParse, NotImplemented for stages that this server does not have */
export function parsePipeline(
  stages: readonly Value[],
  database: string,
  context: Context = PLAIN,
): Pipeline {
  const pipeline: Pipeline = { source: undefined, stages: [], output: undefined };
  for (const [i, stage] of stages.entries()) {
    const [name, spec] = isDoc(stage) && stage.size === 1 ? [...stage][0]! : [];
    if (name === undefined || spec === undefined) {
      throw new MongoError(
        'FailedToParse',
        'A pipeline stage specification object must contain exactly one field.',
      );
    }
    if (pipeline.output)
      throw new MongoError(40601, '$out and $merge can only be the final stage in the pipeline');
    const source = parseSource(name, spec, context);
    if (source && i > 0)
      throw new MongoError(40602, `${name} is only valid as the first stage in a pipeline.`);
    pipeline.output = parseOutput(name, spec, database, context);
    if (source) pipeline.source = source;
    else if (!pipeline.output) pipeline.stages.push(...parseStage(name, spec, context));
  }
  return pipeline;
}

/** Stages to which a collation makes no difference, or that follow it; the others compare texts by their bytes. */
const COLLATED = ['$match', '$sort', '$skip', '$limit', '$count', '$sample', '$unwind', '$group'];

function parseStage(name: string, spec: Value, context: Context): Stage[] {
  if (context.collation && !COLLATED.includes(name)) throw notSupported(`the stage ${name} with a collation`);
  const mapping = parseMapping(name, spec, context);
  if (mapping) return [{ kind: 'map', mapping }];
  switch (name) {
    case '$match':
      return [{ kind: 'match', filter: parseFilter(object(name, spec), context) }];
    case '$sort':
      return [{ kind: 'sort', sort: parseSort(object(name, spec), context.collation) }];
    case '$skip':
    case '$limit': {
      const count = isNumber(spec) ? toInteger(spec, name) : -1;
      if (count < (name === '$limit' ? 1 : 0))
        throw new MongoError('FailedToParse', `invalid argument to ${name} stage`);
      return [{ kind: name.slice(1) as 'skip' | 'limit', count }];
    }
    case '$unwind':
      return [{ kind: 'unwind', unwind: parseUnwind(spec) }];
    case '$group': {
      const group = parseGroup(spec, context);
      if (context.collation && !group.countOnly) throw notSupported('$group with a collation');
      return [{ kind: 'group', group }];
    }
    case '$sortByCount':
      return sortByCount(spec, context);
    case '$sample': {
      const size = isDoc(spec) ? spec.get('size') : undefined;
      if (!isNumber(size) || toInteger(size, 'size') < 1) {
        throw new MongoError(28747, 'size argument to $sample must be a positive number');
      }
      return [{ kind: 'sample', size: toInteger(size, 'size') }];
    }
    case '$count':
      if (typeof spec === 'string' && spec !== '' && !/^\$|\./.test(spec))
        return [{ kind: 'count', field: spec }];
      throw new MongoError('FailedToParse', 'the count field must be a non-empty string without $ and .');
    default:
      throw notSupported(`the aggregation stage ${name}`);
  }
}

/** A group that counts, the greatest first. */
function sortByCount(spec: Value, context: Context): Stage[] {
  const count: Doc = new Map([['$sum', new Int32(1)]]);
  const group = parseGroup(
    new Map<string, Value>([
      ['_id', spec],
      ['count', count],
    ]),
    context,
  );
  return [
    { kind: 'group', group },
    { kind: 'sort', sort: parseSort(new Map([['count', new Int32(-1)]])) },
  ];
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
      return sortDocuments(input, stage.sort, pace);
    case 'group':
      return groupDocuments(stage.group, input, pace);
    case 'sample':
      return sample(input, stage.size);
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

/** Every choice of `size` documents is equally likely (reservoir sampling). */
async function* sample(input: AsyncIterable<Doc[]>, size: number): AsyncGenerator<Doc[]> {
  const kept: Doc[] = [];
  let seen = 0;
  for await (const piece of input) {
    for (const doc of piece) {
      seen++;
      const place = kept.length < size ? kept.length : Math.floor(Math.random() * seen);
      if (place < size) kept[place] = doc;
    }
  }
  yield kept;
}

async function* sortDocuments(input: AsyncIterable<Doc[]>, sort: Sort, pace: Pace): AsyncGenerator<Doc[]> {
  const all: { doc: Doc; key: Value[] }[] = [];
  let bytes = 0;
  for await (const piece of input) {
    for (const doc of piece) {
      all.push({ doc, key: sortKey(sort, doc) });
      bytes += encodeDocument(doc).length;
    }
    checkSortBytes(bytes);
  }
  const sorted = await sortPaced(all, (a, b) => compareSortKeys(sort, a.key, b.key), pace);
  for (let start = 0; start < sorted.length; start += 100)
    yield sorted.slice(start, start + 100).map(({ doc }) => doc);
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
