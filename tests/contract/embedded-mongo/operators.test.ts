import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Collection, Document } from 'mongodb';
import { ROOT } from '../../support/ted.ts';
import { startTestServer, type TestServer } from './embedded-server.ts';
import { DOCUMENTS, EXAMPLES, MONGODB_OPERATORS, namesOf, type Family } from './operators.ts';

let test: TestServer;
let c: Collection<any>;
beforeAll(async () => {
  test = await startTestServer();
  c = test.db.collection('operators');
});
beforeEach(async () => {
  await c.deleteMany({});
  await c.insertMany(DOCUMENTS);
});
afterAll(() => test.stop());

/** Uses an operator and gives what `EXAMPLES` expects of it. */
const USE: Record<Family, (usage: any, operator: string) => Promise<unknown>> = {
  'query operators': (filter) =>
    c
      .find(filter)
      .sort({ _id: 1 })
      .map(({ _id }) => _id)
      .toArray(),
  projection: async (projection) => (await c.findOne({ _id: 2 }, { projection })).list,
  'update operators': async (update) => {
    await c.updateOne({ _id: 1 }, update);
    const { _id, sub: _sub, ...changed } = (await c.findOne({ _id: 1 })) as Document;
    const before = DOCUMENTS[0] as Document;
    const isNew = ([name, value]: [string, unknown]) =>
      JSON.stringify(value) !== JSON.stringify(before[name]);
    const gone = Object.keys(before).filter((name) => !['_id', 'sub'].includes(name) && !(name in changed));
    return { set: Object.fromEntries(Object.entries(changed).filter(isNew)), gone };
  },
  stages: (pipeline) => {
    const isDatabase = ['$documents', '$listLocalSessions'].includes(Object.keys(pipeline[0])[0]!);
    return (isDatabase ? test.db.aggregate(pipeline) : c.aggregate(pipeline)).toArray();
  },
  accumulators: async (value, operator) => {
    const [group] = await c
      .aggregate([{ $sort: { _id: 1 } }, { $group: { _id: null, r: { [operator]: value } } }])
      .toArray();
    return group!.r;
  },
  expressions: async (expression) => {
    const [document] = await c.aggregate([{ $match: { _id: 1 } }, { $project: { r: expression } }]).toArray();
    return document!.r;
  },
};

/** An operator where it stands, for one that is to be refused: what stands with it does not matter. */
const USAGE: Record<Family, (operator: string) => unknown> = {
  'query operators': (operator) =>
    ['$where', '$text', '$jsonSchema'].includes(operator) ? { [operator]: {} } : { n: { [operator]: 1 } },
  projection: (operator) => ({ list: { [operator]: 1 } }),
  'update operators': (operator) => ({ [operator]: { n: 1 } }),
  stages: (operator) => [{ [operator]: {} }],
  accumulators: () => 1,
  expressions: (operator) => ({ [operator]: 1 }),
};

const readme = readFileSync(join(ROOT, 'packages/embedded-mongo/README.md'), 'utf8');

/** What the README's row lists. */
function whitelist(row: Family): string[] {
  const [, list] = new RegExp(`^\\| ${row} +\\| [^\`]*\`([^\`]+)\``, 'm').exec(readme)!;
  return list!.split(' ');
}

for (const family of Object.keys(MONGODB_OPERATORS) as Family[]) {
  describe(family, () => {
    const supported = whitelist(family);

    it("are MongoDB's own, and each that is listed has an example", () => {
      const all = namesOf(MONGODB_OPERATORS[family]);
      expect(supported.filter((name) => !all.includes(name))).toEqual([]);
      expect(Object.keys(EXAMPLES[family]).sort()).toEqual([...supported].sort());
    });

    it('that are listed work', async () => {
      for (const [operator, [usage, result]] of Object.entries(EXAMPLES[family])) {
        const actual = await USE[family](usage, operator);
        expect([operator, actual]).toEqual([operator, result]);
        await c.deleteMany({});
        await c.insertMany(DOCUMENTS);
      }
    });

    it('that are not listed are refused by name', async () => {
      for (const operator of namesOf(MONGODB_OPERATORS[family]).filter((name) => !supported.includes(name))) {
        const error: unknown = await USE[family](USAGE[family](operator), operator).catch((e: unknown) => e);
        expect([operator, error]).toMatchObject([
          operator,
          { code: 238, message: expect.stringContaining(operator) },
        ]);
      }
    });
  });
}
