import { describe } from '../bson/describe.ts';
import { isDoc, type Doc, type Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import { positionOf, type Path } from '../query/paths.ts';

/** A position in an array further behind its end than this is a mistake (MongoDB's own limit). */
const MAX_PADDING = 1_500_000;

/**
 * A changed copy of a document. Only what lies on changed paths is copied; all other values stay the same objects, by which
 * the indexes see that nothing has changed for them.
 */
export class Draft {
  readonly root: Doc;
  readonly #copied = new Set<Doc | Value[]>();

  constructor(original: Doc) {
    this.root = new Map(original);
    this.#copied.add(this.root);
  }

  /** The value at a path, or undefined. Unlike in queries, arrays are entered by position only. */
  get(path: Path): Value | undefined {
    let value: Value | undefined = this.root;
    for (const name of path) value = childOf(value, name);
    return value;
  }

  /** Sets the value at a path and creates the documents on the way. @throws MongoError PathNotViable */
  set(path: Path, value: Value): void {
    let node: Doc | Value[] = this.root;
    for (let i = 0; i < path.length - 1; i++) {
      const name = path[i]!;
      const child = childOf(node, name);
      if (child === undefined) {
        // Nothing below exists: the rest of the path becomes nested documents.
        put(node, name, nested(path.slice(i + 1), value), path);
        return;
      }
      node = this.#open(node, name, child, path, i);
    }
    put(node, path[path.length - 1]!, value, path);
  }

  /** Removes the field at a path; an element of an array becomes null, so that the others keep their places. */
  unset(path: Path): void {
    if (this.get(path) === undefined) return;
    let node: Doc | Value[] = this.root;
    path.slice(0, -1).forEach((name, i) => (node = this.#open(node, name, childOf(node, name)!, path, i)));
    const last = path[path.length - 1]!;
    if (Array.isArray(node)) (node as Value[])[positionOf(last)] = null;
    else node.delete(last);
  }

  /** The document or array under a name, as a copy that may be changed. */
  #open(node: Doc | Value[], name: string, child: Value, path: Path, depth: number): Doc | Value[] {
    if (!isDoc(child) && !Array.isArray(child)) throw notViable(path[depth + 1]!, name, child);
    if (this.#copied.has(child)) return child;
    const copy = isDoc(child) ? new Map(child) : [...child];
    this.#copied.add(copy);
    put(node, name, copy, path);
    return copy;
  }
}

function childOf(node: Value | undefined, name: string): Value | undefined {
  if (isDoc(node)) return node.get(name);
  return Array.isArray(node) ? node[positionOf(name)] : undefined;
}

function put(node: Doc | Value[], name: string, value: Value, path: Path): void {
  if (isDoc(node)) {
    node.set(name, value);
    return;
  }
  const position = positionOf(name);
  if (position < 0) throw notViable(name, path[path.indexOf(name) - 1] ?? '', node);
  if (position - node.length > MAX_PADDING) {
    throw new MongoError('BadValue', `position ${position} is too far behind the end of the array`);
  }
  while (node.length < position) node.push(null);
  node[position] = value;
}

function nested(path: Path, value: Value): Value {
  return path.reduceRight<Value>((below, name) => new Map([[name, below]]), value);
}

const notViable = (field: string, parent: string, value: Value): MongoError =>
  new MongoError(
    'PathNotViable',
    `Cannot create field '${field}' in element {${parent}: ${describe(value)}}`,
  );
