import request from 'supertest';
import { endpoints } from './endpoints/index.ts';
import { lonelyGateway } from './testing/lonely-gateway.ts';

describe('with everything else away', () => {
  const { app, close } = lonelyGateway({ env: 'PERSISTENCE_ENABLED=true\n' });
  afterAll(close);

  it.each([
    '/api/',
    '/api/health',
    '/api/status',
    '/api/patterns',
    '/api/side-bet',
    '/api/history',
    '/api/prediction-history',
    '/api/metrics',
    '/api/persistence/status',
  ])('GET %s answers', async (path) => {
    await request(app).get(path).expect(200).expect('content-type', /json/);
  });

  it('says which parts are down', async () => {
    const { body } = await request(app).get('/api/status');
    expect(body.components.degraded).toEqual(['ingest', 'feed', 'redis', 'mongodb', 'persistence_workers']);
    expect(body.system).toMatchObject({ status: 'running', version: '2.0.0', degraded: true });
  });

  it.each([
    '/api/tick-history',
    '/api/status-checks',
    '/api/persistence/metrics',
    '/api/persistence/game/g1',
  ])('GET %s needs one of them: 503 as JSON, at once [defect 20]', async (path) => {
    const begin = Date.now();
    const { body } = await request(app).get(path).expect(503);
    expect(body).toEqual({ error: expect.stringMatching(/is not reachable$/) });
    expect(Date.now() - begin).toBeLessThan(1000);
  });
});

describe('with persistence off', () => {
  const { app, close } = lonelyGateway({ env: 'PERSISTENCE_ENABLED=false\n' });
  afterAll(close);

  it.each(['/api/persistence/status', '/api/persistence/metrics?hours=24'])(
    'GET %s says exactly that',
    async (path) => {
      await request(app).get(path).expect(200, { enabled: false, message: 'Persistence is disabled' });
    },
  );

  it('POST /api/status-checks is refused: nothing at all is written', async () => {
    await request(app)
      .post('/api/status-checks')
      .send({ client_name: 'x' })
      .expect(503, { error: 'Persistence is disabled' });
  });
});

describe('what is not there', () => {
  const { app, close } = lonelyGateway();
  afterAll(close);

  it.each(['/api/nothing', '/nothing', '/', '/api/../etc/passwd', '/api/history/1'])(
    'GET %s is a JSON 404',
    async (path) => {
      const { body } = await request(app).get(path).expect(404);
      expect(body).toEqual({ error: expect.stringContaining('Nothing here: GET') });
    },
  );

  it('is not told by whom: no framework, no stack trace', async () => {
    const { headers, text } = await request(app)
      .post('/api/status-checks')
      .set('content-type', 'application/json')
      .send('{"a')
      .expect(400);
    expect(headers).not.toHaveProperty('x-powered-by');
    expect(headers['content-security-policy']).toContain("default-src 'self'");
    expect(text).not.toMatch(/node_modules|\.ts|at /);
  });

  it('lists each endpoint once', () => {
    const names = endpoints.map(({ method, path }) => `${method} ${path}`);
    expect(new Set(names).size).toBe(names.length);
  });
});
