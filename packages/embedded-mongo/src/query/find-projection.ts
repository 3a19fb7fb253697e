import { parseProject, type Mapping } from '../aggregate/project-stage.ts';
import { isNumber, isTrue, toInteger } from '../bson/numbers.ts';
import { isDoc, isOperators, type Doc, type Value } from '../bson/value.ts';
import { MongoError, notSupported } from '../errors.ts';
import type { Context } from './context.ts';
import { ELEMENT, type Filter } from './filter.ts';
import { matches } from './match.ts';
import { matchedPosition } from './matched-position.ts';
import { parseFilter, parseOperators } from './parse-filter.ts';
import { parsePath, type Path } from './paths.ts';
import { parseProjection, project } from './project.ts';

/** What becomes of an array: the elements that are shown, or undefined if the field is not. */
type Pick = (elements: Value[], doc: Doc) => Value[] | undefined;

interface Picked {
  path: string;
  pick: Pick;
  /** Whether naming it leaves out all other fields. */
  includes: boolean;
}

/**
 * The projection of find and findAndModify: 0 and 1, `$slice`, `$elemMatch`, `array.$`, and computed fields. Undefined for an
 * empty one, which keeps everything.
 * @param filter of the query: it says which element `array.$` is
 * @throws MongoError BadValue for mixed ones, NotImplemented for other operators
 */
export function parseFindProjection(spec: Doc, filter: Filter, context: Context): Mapping | undefined {
  if (spec.size === 0) return undefined;
  const plain: Doc = new Map();
  const picked: Picked[] = [];
  let computes = false;
  for (const [path, value] of spec) {
    const own = parsePick(path, value, filter, context);
    if (own) {
      picked.push(own);
      continue;
    }
    computes ||= !isPlain(value);
    plain.set(path, value);
  }
  const includes =
    computes ||
    picked.some((one) => one.includes) ||
    [...plain].some(([path, value]) => path !== '_id' && isPlain(value) && !isDoc(value) && isTrue(value));
  if (includes) for (const { path } of picked) plain.set(path, true);
  const base = computes ? parseProject(plain, context) : plainMapping(plain);
  if (picked.length === 0) return base;
  return (doc) =>
    picked.reduce((result, { path, pick }) => pickAt(result, parsePath(path), doc, pick), base(doc));
}

function plainMapping(plain: Doc): Mapping {
  const projection = parseProjection(plain);
  return projection ? (doc) => project(projection, doc) : (doc) => doc;
}

/** 0, 1, true, false, or a document of them. */
function isPlain(value: Value): boolean {
  if (isDoc(value))
    return value.size > 0 && [...value].every(([name, below]) => !name.startsWith('$') && isPlain(below));
  return isNumber(value) || typeof value === 'boolean';
}

function parsePick(path: string, value: Value, filter: Filter, context: Context): Picked | undefined {
  if (path.endsWith('.$')) {
    const array = path.slice(0, -2);
    const names = parsePath(array);
    const pick: Pick = (elements, doc) => {
      const position = matchedPosition(doc, names, filter);
      if (position >= 0) return [elements[position]!];
      throw new MongoError(
        51246,
        `Executor error during find command: positional operator '.$' couldn't find a matching element in the array`,
      );
    };
    return { path: array, pick, includes: true };
  }
  if (!isDoc(value)) return undefined;
  const operator = value.keys().next().value;
  if (operator === '$slice' && isSliceOfFind(value.get('$slice')!)) {
    return { path, pick: slicing(value.get('$slice')!), includes: false };
  }
  if (operator === '$elemMatch') {
    const condition = elementCondition(value.get('$elemMatch')!, context);
    const pick: Pick = (elements) => {
      const first = elements.find(condition);
      return first === undefined ? undefined : [first];
    };
    return { path, pick, includes: true };
  }
  if (operator === '$meta') throw notSupported('the projection operator $meta');
  return undefined;
}

/** `[$array, n]` is the expression of the same name. */
const isSliceOfFind = (value: Value): boolean =>
  isNumber(value) || (Array.isArray(value) && value.every((number) => isNumber(number)));

function slicing(value: Value): Pick {
  const [from, count] = (Array.isArray(value) ? value : [value]).map((number) =>
    isNumber(number) ? toInteger(number, '$slice') : NaN,
  );
  if (count === undefined) return (elements) => (from! < 0 ? elements.slice(from) : elements.slice(0, from));
  if (!(count > 0)) throw new MongoError('BadValue', 'the second argument of $slice must be positive');
  return (elements) => {
    const start = from! < 0 ? Math.max(0, elements.length + from!) : from!;
    return elements.slice(start, start + count);
  };
}

function elementCondition(value: Value, context: Context): (element: Value) => boolean {
  if (!isDoc(value)) throw new MongoError('BadValue', 'elemMatch: Invalid argument, object required');
  if (isOperators(value) && !['$and', '$or', '$nor'].includes([...value.keys()][0]!)) {
    const filter = parseOperators(ELEMENT, value, context);
    return (element) => matches(filter, new Map([[ELEMENT, element]]));
  }
  const filter = parseFilter(value, context);
  return (element) => isDoc(element) && matches(filter, element);
}

/** Changes the array at a path, if there is one. */
function pickAt(result: Doc, [first, ...rest]: Path, doc: Doc, pick: Pick): Doc {
  const value = result.get(first!);
  const copy = new Map(result);
  if (rest.length > 0) {
    if (isDoc(value)) copy.set(first!, pickAt(value, rest, doc, pick));
  } else if (Array.isArray(value)) {
    const shown = pick(value, doc);
    if (shown === undefined) copy.delete(first!);
    else copy.set(first!, shown);
  }
  return copy;
}
