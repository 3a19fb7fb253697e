import { isDoc, type Doc, type Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import { parsePath, type Path } from '../query/paths.ts';

/** `$unwind`: one document for each element of an array. */
export function parseUnwind(spec: Value): (doc: Doc) => Doc[] {
  const path = isDoc(spec) ? spec.get('path') : spec;
  const keepsEmpty = isDoc(spec) && spec.get('preserveNullAndEmptyArrays') === true;
  const indexField = isDoc(spec) ? spec.get('includeArrayIndex') : undefined;
  if (typeof path !== 'string' || !path.startsWith('$') || path.length < 2) {
    throw new MongoError('FailedToParse', `path option to $unwind stage should be prefixed with a '$'`);
  }
  if (
    indexField !== undefined &&
    (typeof indexField !== 'string' || indexField === '' || /[.$]/.test(indexField))
  ) {
    throw new MongoError('FailedToParse', 'includeArrayIndex must be the name of a field');
  }
  const known = ['path', 'preserveNullAndEmptyArrays', 'includeArrayIndex'];
  if (isDoc(spec) && [...spec.keys()].some((name) => !known.includes(name))) {
    throw new MongoError('FailedToParse', 'unrecognized option to $unwind stage');
  }
  const names = parsePath(path.slice(1));
  return (doc) => unwind(doc, names, keepsEmpty, indexField);
}

function unwind(doc: Doc, names: Path, keepsEmpty: boolean, indexField: string | undefined): Doc[] {
  const value = names.reduce<Value | undefined>((at, name) => (isDoc(at) ? at.get(name) : undefined), doc);
  const withIndex = (unwound: Doc, index: bigint | null) =>
    indexField === undefined ? unwound : new Map(unwound).set(indexField, index);
  if (Array.isArray(value) && value.length > 0) {
    return value.map((element, i) => withIndex(replaceAt(doc, names, element), BigInt(i)));
  }
  const isEmpty = value === undefined || value === null || Array.isArray(value);
  if (!isEmpty) return [withIndex(doc, null)];
  if (!keepsEmpty) return [];
  return [withIndex(Array.isArray(value) ? replaceAt(doc, names, undefined) : doc, null)];
}

function replaceAt(doc: Doc, [first, ...rest]: Path, value: Value | undefined): Doc {
  const copy = new Map(doc);
  const replaced = rest.length === 0 ? value : replaceAt(doc.get(first!) as Doc, rest, value);
  if (replaced === undefined) copy.delete(first!);
  else copy.set(first!, replaced);
  return copy;
}
