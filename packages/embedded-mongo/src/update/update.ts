import { ObjectId } from 'bson';
import { encodeDocument } from '../bson/encode.ts';
import { equalValues } from '../bson/compare.ts';
import { isDoc, isOperators, typeOf, type Doc, type Value } from '../bson/value.ts';
import { MongoError, notSupported } from '../errors.ts';
import { conjuncts, type Filter } from '../query/filter.ts';
import { parsePath, positionOf, type Path } from '../query/paths.ts';
import { Draft } from './draft.ts';
import { OPERATORS, type Change } from './operators.ts';

interface PathChange {
  path: string;
  names: Path;
  change: Change;
  onInsertOnly: boolean;
}

/** An update, parsed: operators on paths, or a whole document in place of the old one. */
export type Update =
  { kind: 'operators'; changes: readonly PathChange[] } | { kind: 'replacement'; doc: Doc };

/** @throws MongoError as MongoDB does for what is malformed, NotImplemented for what this server does not have */
export function parseUpdate(update: Value | undefined): Update {
  if (Array.isArray(update)) throw notSupported('an update with an aggregation pipeline');
  if (!isDoc(update)) throw new MongoError('FailedToParse', 'the update must be a document');
  if (!isOperators(update)) {
    checkFieldNames(update);
    return { kind: 'replacement', doc: update };
  }
  const changes = [...update].flatMap(([operator, fields]) => parseOperator(operator, fields));
  checkConflicts(changes);
  // MongoDB adds new fields in the order of their names, numbers by value.
  changes.sort((a, b) => comparePaths(a.names, b.names));
  return { kind: 'operators', changes };
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
  return [...fields].flatMap(([path, value]): PathChange[] => {
    const own = { path, names: parseUpdatePath(path), change: known(value, path), onInsertOnly };
    // The new name of a $rename is written, too, and may not be written otherwise.
    const target = operator === '$rename' ? (value as string) : undefined;
    if (target === undefined) return [own];
    return [own, { ...own, path: target, names: parseUpdatePath(target), change: () => undefined }];
  });
}

function parseUpdatePath(path: string): Path {
  const names = parsePath(path);
  for (const name of names) {
    if (name === '')
      throw new MongoError(
        'EmptyFieldName',
        `The update path '${path}' contains an empty field name, which is not allowed.`,
      );
    if (name === '$' || name.startsWith('$[')) throw notSupported(`the positional operator in '${path}'`);
    if (name.startsWith('$')) {
      throw new MongoError(
        'DollarPrefixedFieldName',
        `The dollar ($) prefixed field '${name}' in '${path}' is not allowed in the context of an update.`,
      );
    }
  }
  return names;
}

function comparePaths(a: Path, b: Path): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const [x, y] = [positionOf(a[i]!), positionOf(b[i]!)];
    const order = x >= 0 && y >= 0 ? x - y : a[i]! < b[i]! ? -1 : Number(a[i]! > b[i]!);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function checkConflicts(changes: readonly PathChange[]): void {
  const paths = changes.map(({ path }) => path);
  const taken = new Set<string>();
  for (const path of paths) {
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
export function applyUpdate(update: Update, doc: Doc): Doc {
  const after =
    update.kind === 'replacement' ? replaceAll(update.doc, doc) : applyChanges(update.changes, doc, false);
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
    if (update.kind === 'operators' || condition.path === '_id') base.set(condition.names, condition.value);
  }
  const after =
    update.kind === 'replacement'
      ? replaceAll(update.doc, base.root)
      : applyChanges(update.changes, base.root, true);
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

function applyChanges(changes: readonly PathChange[], doc: Doc, isInsert: boolean): Doc {
  const draft = new Draft(doc);
  for (const { change, names, onInsertOnly } of changes) if (isInsert || !onInsertOnly) change(draft, names);
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
  const type = typeOf(id);
  if (type === 'array' || type === 'regex') {
    throw new MongoError('InvalidIdField', `The '_id' value cannot be of type ${type}`);
  }
  if (doc.keys().next().value === '_id') return doc;
  return new Map([['_id', id] as const, ...[...doc].filter(([name]) => name !== '_id')]);
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
