import { parseMapping, type Mapping } from '../aggregate/mapping-stages.ts';
import type { Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import type { Context } from '../query/context.ts';
import { isDoc } from '../bson/value.ts';

/** An update that computes: stages that make one document of one. @throws MongoError InvalidOptions for other stages */
export function parseUpdatePipeline(stages: readonly Value[], context: Context): Mapping {
  const mappings = stages.map((stage) => {
    const [name, spec] = isDoc(stage) && stage.size === 1 ? [...stage][0]! : [];
    if (name === undefined || spec === undefined) {
      throw new MongoError(
        'FailedToParse',
        'A pipeline stage specification object must contain exactly one field.',
      );
    }
    const mapping = parseMapping(name, spec, context);
    if (mapping) return mapping;
    throw new MongoError('InvalidOptions', `${name} is not allowed to be used within an update`);
  });
  return (doc) => mappings.reduce((result, mapping) => mapping(result), doc);
}
