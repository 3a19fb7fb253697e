import { countDocuments } from '../query/find.ts';
import { parseFilter } from '../query/parse-filter.ts';
import { indexOfHint } from '../storage/plan.ts';
import type { Command } from './command.ts';
import { namespaceOf } from './namespace.ts';

export const count: Command = {
  name: 'count',
  fields: ['query', 'limit', 'skip', 'hint', 'fields'],
  async run(invocation) {
    const { server, args, pace } = invocation;
    const collection = server.store.catalog.get(namespaceOf(invocation));
    const filter = parseFilter(args.document('query', new Map()));
    const hint = args.hint();
    if (!collection) return { n: 0 };
    const query = {
      filter,
      sort: [],
      skip: args.count('skip', 0),
      limit: args.count('limit', 0),
      hint: hint === undefined ? undefined : indexOfHint(collection, hint),
    };
    return { n: await countDocuments(server.store, collection, query, pace) };
  },
};
