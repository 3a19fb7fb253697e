import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { temporaryFolder } from '../../support/stores.ts';
import { Ted } from './ted.ts';

/** Half a minute the first time, then from npm's cache. */
const FETCH_MS = 55_000;
const isThere =
  spawnSync('npx', ['--yes', 'mongosh@2.12.0', '--version'], {
    timeout: FETCH_MS,
    env: { ...process.env, npm_config_ignore_scripts: 'true' },
  }).status === 0;
if (!isThere) process.stderr.write('mongosh cannot be fetched: the shell lines of the guide are not tried\n');

/** The guide's lines, and what one asks a database first. */
const LINES = `
  db.games.insertMany([{ game_id: 'a', start_tick: 0, end_tick: 5, n: 1 }, { game_id: 'b', start_tick: 5, n: 2 }]);
  db.games.createIndex({ game_id: 1 });
  const [{ end_tick }] = db.games.find({}, { game_id: 1, end_tick: 1 }).sort({ game_id: 1 }).toArray();
  print(EJSON.stringify({
    ping: db.adminCommand('ping').ok,
    countDocuments: db.games.countDocuments(),
    findOne: db.games.findOne({}, { _id: 0, game_id: 1, start_tick: 1, end_tick: 1 }),
    end_tick,
    objects: db.stats().objects,
    size: db.games.stats().count,
    indexes: db.games.aggregate([{ $indexStats: {} }]).toArray().map(({ name }) => name),
    plan: db.games.find({ game_id: 'a' }).explain().queryPlanner.winningPlan.inputStage.indexName,
    collections: db.getCollectionNames(),
  }));`;

(isThere ? it : it.skip)("MongoDB's shell works on the stack's database: ./ted mongo shell", async () => {
  const data = temporaryFolder('shell');
  const ted = new Ted(['mongo', 'shell', '--data', data, '--', '--quiet', '--eval', LINES], {
    MONGO_URL: '',
  });
  expect(await ted.ended()).toBe(0);
  expect(JSON.parse(ted.output.find((line) => line.startsWith('{'))!)).toEqual({
    ping: 1,
    countDocuments: 2,
    findOne: { game_id: 'a', start_tick: 0, end_tick: 5 },
    end_tick: 5,
    objects: 2,
    size: 2,
    indexes: ['_id_', 'game_id_1'],
    plan: 'game_id_1',
    collections: ['games'],
  });
  rmSync(data, { recursive: true });
});
