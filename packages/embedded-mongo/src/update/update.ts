import { ObjectId } from 'bson';
import { encodeDocument } from '../bson/encode.ts';
import { equalValues } from '../bson/compare.ts';
import { isDoc, isOperators, typeOf, type Doc, type Value } from '../bson/value.ts';
import { MongoError, notSupported } from '../errors.ts';
import { conjuncts, type Filter } from '../query/filter.ts';
import { PLAIN, type Context } from '../query/context.ts';
import { parsePath, positionOf, type Path } from '../query/paths.ts';
import type { Mapping } from '../aggregate/project-stage.ts';
import { Draft } from './draft.ts';
import type { Change } from './operator.ts';
import { OPERATORS } from './operators.ts';
import { parseUpdatePipeline } from './pipeline.ts';
import {
  checkArrayFilters,
  concretePaths,
  isPositional,
  parseArrayFilters,
  type ArrayFilters,
} from './positional.ts';

interface PathChange {
  path: string;
  names: Path;
  change: Change;
  onInsertOnly: boolean;
}

/** An update, parsed: operators on paths, a whole document in place of the old one, or what stages make of the old one. */
export type Update =
  | { kind: 'operators'; changes: readonly PathChange[]; arrayFilters: ArrayFilters; positional: boolean }
  | { kind: 'replacement'; doc: Doc }
  | { kind: 'pipeline'; mapping: Mapping };

/** @throws MongoError as MongoDB does for what is malformed, NotImplemented for what this server does not have */
export function parseUpdate(
  update: Value | undefined,
  given: readonly Value[] = [],
  context: Context = PLAIN,
): Update {
  const arrayFilters = parseArrayFilters(given, context);
  const isOperation = isOperators(update);
  if (!isOperation && given.length > 0) {
    throw new MongoError(
      'FailedToParse',
      'Cannot specify arrayFilters when applying a replacement or a pipeline',
    );
  }
  if (Array.isArray(update)) return { kind: 'pipeline', mapping: parseUpdatePipeline(update, context) };
  if (!isDoc(update)) throw new MongoError('FailedToParse', 'the update must be a document');
  if (!isOperation) {
    checkFieldNames(update);
    return { kind: 'replacement', doc: update };
  }
  const changes = inOrder([...update].flatMap(([operator, fields]) => parseOperator(operator, fields)));
  const paths = changes.map(({ names }) => names);
  checkArrayFilters(arrayFilters, paths);
  return {
    kind: 'operators',
    changes,
    arrayFilters,
    positional: paths.some((path) => path.some(isPositional)),
  };
}

function parseOperator(operator: string, fields: Value): PathChange[] {
  const onInsertOnly = operator === '$setOnInsert';
  const known = onInsertOnly ? OPERATORS.$set : OPERATORS[operator];
  if (!known) {
    if (operator.startsWith('$')) throw notSupported(`the update operator ${operator}`);
    throw new MongoError('FailedToParse', `Unknown modifier: ${operator}. Expected a valid update modifier`);
  }
  if (!isDoc(fields)) {
    throw new MongoError(
      'FailedToParse',
      `Modifiers operate on fields but we found type ${typeOf(fields)} instead. For example: {$mod: {<field>: ...}} not {${operator}: ...}`,
    );
  }
  const changes: PathChange[] = [];
  for (const [path, value] of fields) {
    const own = { path, names: updatePath(path), change: known(value, path), onInsertOnly };
    // The new name of a $rename is written, too, and may not be written otherwise.
    const target = operator === '$rename' ? (value as string) : undefined;
    changes.push(own);
    if (target === undefined) continue;
    changes.push({ ...own, path: target, names: updatePath(target), change: () => undefined });
  }
  return changes;
}

/**
 * MongoDB adds new fields in the order of their names, numbers by value. Bulks name the same paths in each operation: their
 * order is found once. @throws MongoError ConflictingUpdateOperators
 */
function inOrder(changes: readonly PathChange[]): PathChange[] {
  const paths = changes.map(({ path }) => path).join('\0');
  let order = knownOrders.get(paths);
  if (!order) {
    checkConflicts(changes);
    order = [...changes.keys()].sort((a, b) => comparePaths(changes[a]!.names, changes[b]!.names));
    if (knownOrders.size >= MAX_KNOWN_ORDERS) knownOrders.clear();
    knownOrders.set(paths, order);
  }
  return order.map((i) => changes[i]!);
}

/** Of updates without conflicts, by their paths. */
const knownOrders = new Map<string, readonly number[]>();
const MAX_KNOWN_ORDERS = 1000;

function updatePath(path: string): Path {
  const names = parsePath(path);
  for (const name of names) {
    if (name === '')
      throw new MongoError(
        'EmptyFieldName',
        `The update path '${path}' contains an empty field name, which is not allowed.`,
      );
    if (name.startsWith('$') && !isPositional(name) && !isReferenceField(name)) {
      throw new MongoError(
        'DollarPrefixedFieldName',
        `The dollar ($) prefixed field '${name}' in '${path}' is not allowed in the context of an update.`,
      );
    }
  }
  return names;
}

/** Of a DBRef. */
const isReferenceField = (name: string): boolean => ['$id', '$ref', '$db'].includes(name);

function comparePaths(a: Path, b: Path): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const [x, y] = [positionOf(a[i]!), positionOf(b[i]!)];
    const order = x >= 0 && y >= 0 ? x - y : a[i]! < b[i]! ? -1 : Number(a[i]! > b[i]!);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function checkConflicts(changes: readonly PathChange[]): void {
  const taken = new Set<string>();
  for (const { path } of changes) {
    if (taken.has(path)) throw conflict(path, path);
    taken.add(path);
  }
  for (const { path, names } of changes) {
    for (let length = 1; length < names.length; length++) {
      const parent = names.slice(0, length).join('.');
      if (taken.has(parent)) throw conflict(path, parent);
    }
  }
}

const conflict = (path: string, other: string): MongoError =>
  new MongoError(
    'ConflictingUpdateOperators',
    `Updating the path '${path}' would create a conflict at '${other}'`,
  );

/** The document after the update. @throws MongoError ImmutableField if the id would change */
export function applyUpdate(update: Update, doc: Doc, filter: Filter): Doc {
  const after = changed(update, doc, filter, false);
  const [before, now] = [doc.get('_id'), after.get('_id')];
  if (before !== undefined && (now === undefined || !equalValues(before, now))) {
    throw new MongoError(
      'ImmutableField',
      "Performing an update on the path '_id' would modify the immutable field '_id'",
    );
  }
  return after;
}

/** The document that an upsert inserts: what the filter says the fields are, then the update. */
export function upsertedDocument(update: Update, filter: Filter): Doc {
  const base = new Draft(new Map());
  const given = new Set<string>();
  for (const condition of conjuncts(filter)) {
    if (condition.kind !== 'eq') continue;
    if (given.has(condition.path)) {
      throw new MongoError(
        'NotSingleValueField',
        `cannot infer query fields to set, path '${condition.path}' is matched twice`,
      );
    }
    given.add(condition.path);
    if (update.kind !== 'replacement' || condition.path === '_id') base.set(condition.names, condition.value);
  }
  const after = changed(update, base.root, filter, true);
  const wanted = base.root.get('_id');
  const id = after.get('_id');
  if (wanted !== undefined && id !== undefined && !equalValues(wanted, id)) {
    throw new MongoError(
      'ImmutableField',
      "Performing an update on the path '_id' would modify the immutable field '_id'",
    );
  }
  return withIdFirst(after);
}

function changed(update: Update, doc: Doc, filter: Filter, isInsert: boolean): Doc {
  switch (update.kind) {
    case 'replacement':
      return replaceAll(update.doc, doc);
    case 'pipeline':
      return keepId(update.mapping(doc), doc);
    case 'operators':
      return applyChanges(update, doc, filter, isInsert);
  }
}

/** A pipeline that forgets the id does not change it. */
function keepId(after: Doc, before: Doc): Doc {
  const id = before.get('_id');
  return after.has('_id') || id === undefined ? after : new Map([['_id', id] as const, ...after]);
}

function applyChanges(
  { changes, arrayFilters, positional }: Extract<Update, { kind: 'operators' }>,
  doc: Doc,
  filter: Filter,
  isInsert: boolean,
): Doc {
  const draft = new Draft(doc);
  const touched = new Set<string>();
  for (const { change, names, onInsertOnly } of changes) {
    if (onInsertOnly && !isInsert) continue;
    if (!positional) {
      change(draft, names);
      continue;
    }
    for (const path of concretePaths(doc, names, arrayFilters, filter)) {
      const text = path.join('.');
      if (touched.has(text)) throw conflict(text, text);
      touched.add(text);
      change(draft, path);
    }
  }
  return draft.root;
}

function replaceAll(doc: Doc, before: Doc): Doc {
  const id = doc.get('_id') ?? before.get('_id');
  return id === undefined
    ? doc
    : new Map([['_id', id] as const, ...[...doc].filter(([name]) => name !== '_id')]);
}

/** The same document with the id as first field; a new id if it has none. @throws MongoError InvalidIdField */
export function withIdFirst(doc: Doc): Doc {
  const id = doc.get('_id') ?? (doc.has('_id') ? null : new ObjectId());
  checkId(id);
  if (doc.keys().next().value === '_id') return doc;
  const result: Doc = new Map([['_id', id]]);
  for (const [name, value] of doc) if (name !== '_id') result.set(name, value);
  return result;
}

/** @throws MongoError InvalidIdField, DollarPrefixedFieldName */
export function checkId(id: Value): void {
  if (!isDoc(id) && typeof id === 'object') {
    const type = typeOf(id);
    if (type === 'array' || type === 'regex') {
      throw new MongoError('InvalidIdField', `The '_id' value cannot be of type ${type}`);
    }
    return;
  }
  if (!isDoc(id)) return;
  const dollar = [...id.keys()].find((name) => name.startsWith('$') && !isReferenceField(name));
  if (dollar === undefined) return;
  throw new MongoError(
    'DollarPrefixedFieldName',
    `_id fields may not contain '$'-prefixed fields: ${dollar}`,
  );
}

/** @throws MongoError DollarPrefixedFieldName */
export function checkFieldNames(doc: Doc): void {
  for (const name of doc.keys()) {
    if (name.startsWith('$')) {
      throw new MongoError(
        'DollarPrefixedFieldName',
        `The dollar ($) prefixed field '${name}' is not allowed at the top of a document`,
      );
    }
  }
}

/** The document in BSON and whether it differs from what is stored. */
export function encodeChanged(after: Doc, stored: Buffer): { raw: Buffer; changed: boolean } {
  const raw = encodeDocument(after);
  return { raw, changed: !raw.equals(stored) };
}
