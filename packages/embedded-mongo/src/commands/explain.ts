import { parsePipeline, pushDown } from '../aggregate/pipeline.ts';
import { MongoError, notSupported } from '../errors.ts';
import { PLAIN } from '../query/context.ts';
import { planOf, type Query } from '../query/find.ts';
import { parseFilter } from '../query/parse-filter.ts';
import { conjuncts } from '../query/filter.ts';
import type { Collection } from '../storage/collection.ts';
import type { Plan } from '../storage/plan-shape.ts';
import { VERSION } from '../version.ts';
import { Arguments } from './arguments.ts';
import type { Command } from './command.ts';
import { FIND_FIELDS, readQuery } from './find.ts';
import { namespaceOf } from './namespace.ts';

/** Names the plan that a query would take; it does not run the query. */
export const explain: Command = {
  name: 'explain',
  fields: ['verbosity'],
  run({ server, args, database }) {
    if (args.has('verbosity') && args.string('verbosity') !== 'queryPlanner') {
      throw notSupported(`explain with the verbosity ${args.string('verbosity')}`);
    }
    const inner = new Arguments('explain', args.document('explain'));
    const namespace = namespaceOf({ args: inner, database });
    const collection = server.store.catalog.get(namespace);
    const query = explainedQuery(inner, collection, database);
    const winningPlan = collection
      ? describePlan(planOf(server.store, collection, query), query)
      : { stage: 'EOF' };
    return {
      explainVersion: '1',
      queryPlanner: { namespace, winningPlan, rejectedPlans: [] },
      serverInfo: { host: 'localhost', version: VERSION },
    };
  },
};

function explainedQuery(args: Arguments, collection: Collection | undefined, database: string): Query {
  switch (args.names[0]) {
    case 'find':
      args.allow(['find', ...FIND_FIELDS, '$db', 'lsid', 'comment', 'maxTimeMS', 'readConcern', 'collation']);
      return readQuery(args, collection, PLAIN);
    case 'aggregate': {
      const { query } = pushDown(parsePipeline(args.array('pipeline'), database).stages);
      return { ...readQuery(new Arguments('explain', new Map()), collection, PLAIN), ...query };
    }
    case 'count': {
      const filter = parseFilter(args.document('query', new Map()));
      return { filter, sort: [], skip: 0, limit: 0, hint: undefined };
    }
    default:
      throw new MongoError('CommandNotFound', `Explain failed due to unknown command: ${args.names[0]}`);
  }
}

function describePlan(plan: Plan, { filter, sort }: Query): Record<string, unknown> {
  const scan: Record<string, unknown> = plan.index
    ? {
        stage: 'IXSCAN',
        keyPattern: new Map(plan.index.key),
        indexName: plan.index.name,
        isMultiKey: plan.index.multikey,
        isUnique: plan.index.unique,
        direction: plan.reverse ? 'backward' : 'forward',
        ranges: plan.ranges.length,
      }
    : { stage: 'COLLSCAN', direction: 'forward' };
  const isFiltered = !plan.exact && conjuncts(filter).length > 0;
  const fetched = plan.index
    ? { stage: 'FETCH', filtered: isFiltered, inputStage: scan }
    : { ...scan, filtered: isFiltered };
  return plan.sorted || sort.length === 0 ? fetched : { stage: 'SORT', inputStage: fetched };
}
