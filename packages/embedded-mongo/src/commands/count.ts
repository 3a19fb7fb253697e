import { countDocuments } from '../query/find.ts';
import { parseFilter } from '../query/parse-filter.ts';
import { indexOfHint } from '../storage/plan.ts';
import type { Command } from './command.ts';
import { namespaceOf } from './namespace.ts';
import { documentsOfView } from './views.ts';

export const count: Command = {
  name: 'count',
  readsViews: true,
  fields: ['query', 'limit', 'skip', 'hint', 'fields', 'collation'],
  async run(invocation) {
    const { server, args, pace, context } = invocation;
    const namespace = namespaceOf(invocation);
    const collection = server.store.catalog.get(namespace);
    const filter = parseFilter(args.document('query', new Map()), context);
    const hint = args.hint();
    const query = { filter, sort: [], skip: args.count('skip', 0), limit: args.count('limit', 0) };
    const shown = documentsOfView(server.store, namespace, query, context, pace);
    if (shown) {
      let n = 0;
      for await (const piece of shown) n += piece.length;
      return { n };
    }
    if (!collection) return { n: 0 };
    const index = hint === undefined ? undefined : indexOfHint(collection, hint);
    return { n: await countDocuments(server.store, collection, { ...query, hint: index }, pace) };
  },
};
