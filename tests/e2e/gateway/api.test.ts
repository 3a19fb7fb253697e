import { readFileSync } from 'node:fs';
import { Validator } from '@seriousme/openapi-schema-validator';
import fc from 'fast-check';
import request from 'supertest';
import type { Endpoint } from '../../../services/api-gateway/src/endpoints/endpoint.ts';
import { endpoints, pages } from '../../../services/api-gateway/src/endpoints/index.ts';
import { storedGames } from '../../../services/ingest/src/warm-start.ts';
import { Ted } from '../../support/ted.ts';
import { eventually } from '../../support/wait.ts';
import { hostileRequest } from './hostile.ts';
import { Conformance } from './openapi.ts';

const TOKEN = 'a-token-for-administrators';
const BEARER = { authorization: `Bearer ${TOKEN}` };
const RUNS = Number(process.env.TED_FUZZ_RUNS ?? 300);

describe('the API of a TED that has watched games', () => {
  let ted: Ted;
  let gameId: string;
  const api = () => request(ted.stack.gateway_url);
  beforeAll(async () => {
    ted = await Ted.up({
      args: ['--speed', '40'],
      processEnv: { ADMIN_TOKEN: TOKEN, RATE_LIMIT_PER_MINUTE: '1000000' },
    });
    const { games } = await eventually(
      'stored games with forecasts',
      () => ted.api('/api/games?limit=5'),
      ({ total, games }) => total >= 12 && games[0].forecast !== null,
      60_000,
    );
    gameId = games[0].game_id;
  }, 120_000);
  afterAll(() => ted?.stop());

  describe('is documented', () => {
    it('as valid OpenAPI 3.1 that names every route', async () => {
      const { body } = await api().get('/api/openapi.json').expect(200);
      expect(await new Validator().validate(structuredClone(body))).toMatchObject({ valid: true });
      expect(body.openapi).toBe('3.1.0');
      const named = Object.entries<object>(body.paths).flatMap(([path, item]) =>
        Object.keys(item).map((method) => `${method} ${path}`),
      );
      const served = [...endpoints, ...pages].map(
        ({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`,
      );
      expect(named.sort()).toEqual(served.sort());
    });

    it('on a page that loads nothing from elsewhere', async () => {
      const { text, headers } = await api().get('/api/docs').expect(200).expect('content-type', /html/);
      const files = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => file!);
      expect(files.filter((file) => !file.startsWith('/api/docs/') && file !== 'data:,')).toEqual([]);
      for (const file of files.filter((name) => name.startsWith('/'))) await api().get(file).expect(200);
      expect(headers['content-security-policy']).toMatch(/script-src 'self';/);
    });

    const conformance = new Conformance(endpoints);
    const urlOf = ({ path }: Endpoint): string => path.replace(':game_id', gameId).replace(':job', 'none');
    const bodies: Record<string, object> = {
      '/api/status-checks': { client_name: 'test' },
      '/api/admin/persistence': { enabled: true },
      '/api/admin/dead-letters/retry': { all: true },
      '/api/admin/dead-letters/discard': { keys: ['none'] },
    };

    it.each(endpoints.filter(({ types }) => !types).map((e) => [`${e.method} ${e.path}`, e] as const))(
      '%s answers as the document says',
      async (_name, endpoint) => {
        const { method, path } = endpoint;
        const asked = api()[method](urlOf(endpoint)).set(BEARER);
        const { status, body } = method === 'post' ? await asked.send(bodies[path]) : await asked;
        expect(conformance.problems(endpoint, status, body)).toEqual([]);
        expect(status).toBe(path.includes(':job') ? 404 : 200);
      },
    );

    it('finds an answer that is not as the document says', () => {
      const health = endpoints.find(({ path }) => path === '/api/health')!;
      expect(conformance.problems(health, 200, { status: 'healthy' })).not.toEqual([]);
      expect(conformance.problems(health, 418, {})).toEqual(['418 is not in the document']);
    });
  });

  it('pages through all games forth and back, each once', async () => {
    const to = (await ted.api('/api/games?limit=1')).games[0].ended_at;
    const page = (cursor: string | null) =>
      ted.api(`/api/games?limit=5&to=${to}${cursor ? `&cursor=${cursor}` : ''}`);
    const seen: string[][] = [];
    let last = await page(null);
    expect(last.previous_cursor).toBeNull();
    for (let cursor = last.next_cursor; ; cursor = last.next_cursor) {
      seen.push(last.games.map((game: any) => game.game_id));
      if (cursor === null) break;
      last = await page(cursor);
    }
    const ids = seen.flat();
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBe(last.total);
    const back = await page(last.previous_cursor);
    expect(back.games.map((game: any) => game.game_id)).toEqual(seen.at(-2));
  });

  it('tells an ingest without a memory the games to begin with, oldest first', async () => {
    const games = await storedGames({ url: ted.stack.gateway_url, feed: 'simulated' });
    const db = await ted.db();
    const stored = await db
      .collection('games')
      .find({ end_tick: { $type: 'number' } })
      .toArray();
    const byId = new Map(stored.map((game) => [game.game_id, game]));
    expect(games.length).toBeGreaterThan(10);
    expect(games.map(({ gameId, endTick, peakPrice }) => [gameId, endTick, peakPrice])).toEqual(
      games.map(({ gameId }) => [gameId, byId.get(gameId)!.end_tick, byId.get(gameId)!.peak_price]),
    );
    const ends = games.map(({ gameId }) => byId.get(gameId)!.ended_at.getTime());
    expect(ends).toEqual([...ends].sort((a, b) => a - b));
    await expect(storedGames({ url: ted.stack.ingest_url, feed: 'simulated' })).rejects.toThrow(
      'answers 404',
    );
  });

  it('exports what is stored: every document once, as NDJSON and as CSV', async () => {
    const to = (await ted.api('/api/predictions?limit=1')).predictions[0].created_at;
    const db = await ted.db();
    const stored = await db.collection('predictions').countDocuments({ created_at: { $lt: new Date(to) } });
    const { text } = await api()
      .get(`/api/export/predictions?to=${to}`)
      .buffer(true)
      .parse(asText)
      .expect('content-type', /x-ndjson/)
      .then(({ body }) => ({ text: body as string }));
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.length).toBe(stored);
    expect(lines[0]).toMatchObject({ feed: 'simulated', quantiles: { q50: expect.any(Number) } });
    const csv = await api().get(`/api/export/predictions?format=csv&to=${to}`).buffer(true).parse(asText);
    const [header, ...rows] = (csv.body as string).trimEnd().split('\n');
    expect(header).toMatch(/^game_id,feed,created_at,.*quantiles\.q50/);
    expect(rows.length).toBe(stored);
  });

  it('exports the games that a filter holds, as their list has them, and filters nothing else', async () => {
    const to = (await ted.api('/api/games?limit=1')).games[0].ended_at;
    const filter = `min_end=50&max_end=400&to=${to}`;
    const { games, total } = await ted.api(`/api/games?limit=200&${filter}`);
    const { body } = await api().get(`/api/export/games?${filter}`).buffer(true).parse(asText).expect(200);
    const exported = (body as string)
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line).game_id);
    expect(exported).toEqual(games.map((game: any) => game.game_id).reverse());
    expect(exported.length).toBe(total);
    await api().get('/api/export/predictions?min_end=50').expect(400);
  });

  it('knows the games before and after one', async () => {
    const { games } = await ted.api('/api/games?limit=3');
    const [newest, middle, oldest] = games.map((game: any) => game.game_id);
    expect(await ted.api(`/api/games/${middle}`)).toMatchObject({ older_game: oldest, newer_game: newest });
  });

  it('is for administrators only where it changes something', async () => {
    for (const { method, path } of endpoints.filter(({ admin }) => admin)) {
      const url = path.replace(':job', '1');
      await api()[method](url).expect(401);
      await api()
        [method](url)
        .set({ authorization: `Bearer ${TOKEN}x` })
        .expect(401);
      // A page of another origin can make a browser send a password that it knows.
      await api()[method](url).auth('admin', TOKEN).expect(401);
    }
    await api()
      .get('/admin/queues')
      .expect(401)
      .expect('www-authenticate', /^Basic/);
    await api().get('/admin/queues').auth('admin', TOKEN).expect(200).expect('content-type', /html/);
  });

  it('shows the queues read-only, their payloads cut short', async () => {
    const { body } = await api()
      .get('/admin/queues/api/queues?activeQueue=batches&status=completed&page=1&jobsPerPage=1')
      .auth('admin', TOKEN)
      .expect(200);
    const batches = body.queues.find(({ name }: { name: string }) => name === 'batches');
    expect(batches).toMatchObject({ readOnlyMode: true });
    expect(batches.jobs[0].data.records.length).toBeLessThanOrEqual(4);
    await api().put('/admin/queues/api/queues/batches/clean/completed').auth('admin', TOKEN).expect(405);
  });

  it('switches persistence off and on: the file says so, and every part follows', async () => {
    const set = (enabled: boolean) =>
      api().post('/api/admin/persistence').set(BEARER).send({ enabled }).expect(200, { enabled });
    const applied = (enabled: boolean) => (system: any) =>
      system.storing.enabled === enabled &&
      system.workers.every((worker: any) => worker.persistence_enabled === enabled);
    await set(false);
    expect(readFileSync(ted.envFile, 'utf8')).toContain('PERSISTENCE_ENABLED=false');
    await eventually('off everywhere', () => ted.api('/api/system'), applied(false));
    await set(true);
    await eventually('on everywhere', () => ted.api('/api/system'), applied(true));
  });

  it('has dead letters handled by a worker', async () => {
    const db = await ted.db();
    const letter = { kind: 'x', reason: 'test', record: '{"kind":"x"}', created_at: new Date() };
    await db.collection('dead_letters').insertMany([
      { key: 'gateway-test-1', ...letter },
      { key: 'gateway-test-2', ...letter },
    ]);
    const act = async (what: string, body: object) => {
      const { body: started } = await api()
        .post(`/api/admin/dead-letters/${what}`)
        .set(BEARER)
        .send(body)
        .expect(200);
      const ask = async () => (await api().get(`/api/admin/actions/${started.job}`).set(BEARER)).body;
      return eventually('the action', ask, ({ state }) => state === 'completed');
    };
    expect((await act('retry', { keys: ['gateway-test-1'] })).result).toMatchObject({
      refused: 1,
      stored: 0,
    });
    expect((await act('discard', { kind: 'x' })).result).toMatchObject({ discarded: 2 });
    await api().post('/api/admin/dead-letters/discard').set(BEARER).send({}).expect(400);
  });

  it('refuses a body in another character set than UTF, whose tables are not in the bundle', async () => {
    for (const charset of ['shift_jis', 'big5', 'gb2312', 'euc-kr'])
      await api()
        .post('/api/admin/persistence')
        .set(BEARER)
        .set('content-type', `application/json; charset=${charset}`)
        .send('{"enabled":true}')
        .expect(415);
  });

  it('answers whatever is asked: no 5xx, no crash, no growth', async () => {
    const pid = ted.pidOf('api-gateway');
    const before = residentMb(pid);
    await fc.assert(
      fc.asyncProperty(hostileRequest(endpoints), async ({ method, url, headers, body }) => {
        const response = await fetch(`${ted.stack.gateway_url}${url}`, {
          method,
          headers: { ...BEARER, ...headers },
          ...(body !== undefined && { body }),
        });
        const text = await response.text();
        if (response.status >= 500) throw new Error(`${response.status} ${text.slice(0, 500)}`);
        expect(text).not.toMatch(/node_modules|at .*\.ts:|mongodb:\/\//);
      }),
      { numRuns: RUNS },
    );
    expect(ted.pidOf('api-gateway')).toBe(pid);
    expect((await ted.api('/api/health')).status).toBe('healthy');
    expect(residentMb(pid)).toBeLessThan(before + 150);
  });
});

function asText(response: any, done: (error: Error | null, body: string) => void): void {
  let text = '';
  response.setEncoding('utf8');
  response.on('data', (part: string) => (text += part));
  response.on('end', () => done(null, text));
}

function residentMb(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024;
}
