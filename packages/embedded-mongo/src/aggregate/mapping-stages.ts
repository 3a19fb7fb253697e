import { isDoc, typeOf, type Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import type { Context } from '../query/context.ts';
import { addPath, project, type FieldTree } from '../query/project.ts';
import { compile } from './expression.ts';
import { parseAddFields, parseProject, type Mapping } from './project-stage.ts';
import { UsedFields } from './used-fields.ts';

export type { Mapping };

/** The stages that make one document of each; undefined for any other. @throws MongoError for malformed ones */
export function parseMapping(name: string, spec: Value, context: Context): Mapping | undefined {
  switch (name) {
    case '$project':
      return parseProject(spec, context);
    case '$addFields':
    case '$set':
      return parseAddFields(spec, context);
    case '$unset':
      return parseUnset(spec);
    case '$replaceRoot':
      if (!isDoc(spec) || !spec.has('newRoot')) {
        throw new MongoError('FailedToParse', 'no newRoot specified for the $replaceRoot stage');
      }
      return parseReplace(name, spec.get('newRoot')!, context);
    case '$replaceWith':
      return parseReplace(name, spec, context);
    default:
      return undefined;
  }
}

function parseUnset(spec: Value): Mapping {
  const paths = Array.isArray(spec) ? spec : [spec];
  const fields: FieldTree = new Map();
  for (const path of paths) {
    if (typeof path !== 'string' || path === '' || path.startsWith('$')) {
      throw new MongoError(
        'FailedToParse',
        '$unset specification must be a string or an array of field paths',
      );
    }
    addPath(fields, path);
  }
  if (paths.length === 0) throw new MongoError('FailedToParse', '$unset needs at least one field');
  return (doc) => project({ kind: 'exclude', fields }, doc);
}

function parseReplace(name: string, spec: Value, context: Context): Mapping {
  const expression = compile(spec, new UsedFields(context));
  return (doc) => {
    const root = expression(doc);
    if (isDoc(root)) return root;
    const found = root === undefined ? 'missing' : typeOf(root);
    throw new MongoError(
      40228,
      `'newRoot' expression of ${name} must evaluate to an object, but resulting type was: ${found}`,
    );
  };
}
