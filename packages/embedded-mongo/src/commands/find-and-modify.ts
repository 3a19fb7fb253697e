import { decodeDocument } from '../bson/decode.ts';
import type { Doc, Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import { actOnFirst, type Target } from '../query/first-match.ts';
import { parseFilter } from '../query/parse-filter.ts';
import { parseFindProjection } from '../query/find-projection.ts';
import { parseSort } from '../query/sort.ts';
import type { Pace } from '../pace.ts';
import type { Store } from '../storage/store.ts';
import { deleteDocument } from '../storage/write.ts';
import { parseUpdate } from '../update/update.ts';
import type { Command } from './command.ts';
import { namespaceOf } from './namespace.ts';
import { runUpdate } from './update.ts';

export const findAndModify: Command = {
  name: 'findAndModify',
  fields: [
    ...['query', 'sort', 'remove', 'update', 'new', 'fields', 'upsert', 'hint'],
    ...['arrayFilters', 'bypassDocumentValidation', 'let', 'collation'],
  ],
  writes: true,
  async run(invocation) {
    const { server, args, pace, context } = invocation;
    const target: Target = {
      namespace: namespaceOf(invocation),
      filter: parseFilter(args.document('query', new Map()), context),
      sort: parseSort(args.document('sort', new Map()), context.collation),
      hint: args.hint(),
    };
    const projection = parseFindProjection(args.document('fields', new Map()), target.filter, context);
    const shown = (raw: Buffer | undefined): Doc | null => {
      if (!raw) return null;
      const doc = decodeDocument(raw);
      return projection ? projection(doc) : doc;
    };
    const [remove, upsert, wantsNew] = ['remove', 'upsert', 'new'].map((name) => args.boolean(name, false));
    if (remove) {
      if (args.has('update') || upsert || wantsNew) {
        throw new MongoError(
          'FailedToParse',
          'Cannot specify both an update and remove=true, nor upsert or new with remove',
        );
      }
      const removed = await removeFirst(server.store, target, pace);
      return { lastErrorObject: { n: removed ? 1 : 0 }, value: shown(removed) };
    }
    const update = parseUpdate(args.value('update'), args.array('arrayFilters', []), context);
    const outcome = await runUpdate(server.store, { ...target, update, upsert: upsert!, multi: false }, pace);
    const lastErrorObject: Record<string, Value | number> = {
      n: outcome.matched + (outcome.upsertedId === undefined ? 0 : 1),
      updatedExisting: outcome.matched > 0,
      ...(outcome.upsertedId !== undefined && { upserted: outcome.upsertedId }),
    };
    return { lastErrorObject, value: shown(wantsNew ? outcome.after : outcome.before) };
  },
};

/** The document as it was, or undefined. */
function removeFirst(store: Store, target: Target, pace: Pace): Promise<Buffer | undefined> {
  return actOnFirst(store, target, pace, (tx, collection, found) => {
    if (collection && found) deleteDocument(store, tx, collection, found);
    return found?.raw;
  });
}
