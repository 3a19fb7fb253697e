import request from 'supertest';
import { lonelyGateway, ADMIN_TOKEN } from '../testing/lonely-gateway.ts';
import { addressOf } from './rate-limits.ts';
import { isOriginAllowed, parseOrigins } from './origins.ts';
import { isSameSecret, mayRead } from './tokens.ts';

const API_TOKEN = 'a-token-for-readers';

describe('a gateway with an API token', () => {
  const { app, close } = lonelyGateway({ app: { tokens: { admin: ADMIN_TOKEN, api: API_TOKEN } } });
  afterAll(close);

  it('is for who sends it, or the admin token, as a bearer token or as a password', async () => {
    for (const path of ['/api/status', '/api/docs', '/', '/nothing', '/api/health/x']) {
      const { headers } = await request(app).get(path).expect(401);
      expect(headers['www-authenticate']).toMatch(/^Basic/);
    }
    for (const token of [API_TOKEN, ADMIN_TOKEN]) {
      await request(app).get('/api/status').set('authorization', `Bearer ${token}`).expect(200);
      await request(app).get('/api/status').auth('anybody', token).expect(200);
    }
    await request(app).get('/api/status').set('authorization', `Bearer ${API_TOKEN}x`).expect(401);
    await request(app).get('/api/status').set('authorization', 'Bearer').expect(401);
  });

  it('keeps hot answers from who does not send it', async () => {
    await request(app).get('/api/status').auth('x', API_TOKEN).expect(200);
    await request(app).get('/api/status').expect(401);
  });

  it('says to everybody that it lives', async () => {
    await request(app).get('/api/health').expect(200);
    await request(app).get('/api/health?x=1').expect(200);
  });

  it('does not take the readers’ token for an administrator’s', async () => {
    const asked = request(app).get('/api/admin/dead-letters').set('authorization', `Bearer ${API_TOKEN}`);
    await asked.expect(401);
  });
});

it('without an admin token the admin routes are shut, never open', async () => {
  const { app, close } = lonelyGateway({ app: { tokens: { admin: undefined, api: undefined } } });
  for (const authorization of ['Bearer ', 'Bearer undefined', 'Basic Og==', '']) {
    await request(app).get('/api/admin/dead-letters').set({ authorization }).expect(403);
    await request(app).get('/admin/queues').set({ authorization }).expect(403);
  }
  await close();
});

it('an address may ask so often in a minute, and try few wrong tokens', async () => {
  const { app, close } = lonelyGateway({ app: { requestsPerMinute: 40 } });
  for (let i = 0; i < 30; i++) await request(app).get('/api/admin/dead-letters').expect(401);
  await request(app).get('/api/admin/dead-letters').auth(ADMIN_TOKEN, { type: 'bearer' }).expect(429);
  for (let i = 31; i < 40; i++) await request(app).get('/api/health').expect(200);
  const { headers, body } = await request(app).get('/api/health').expect(429);
  expect(Number(headers['retry-after'])).toBeGreaterThan(0);
  expect(body).toEqual({ error: expect.stringContaining('Too many requests') });
  await close();
});

it('the settings file that cannot be changed is a 409 with the command to type', async () => {
  const { app, gateway, close } = lonelyGateway();
  Object.defineProperty(gateway.live, 'path', { value: '/proc/version' });
  const { body } = await request(app)
    .post('/api/admin/persistence')
    .auth(ADMIN_TOKEN, { type: 'bearer' })
    .send({ enabled: true })
    .expect(409);
  expect(body).toMatchObject({ command: './ted persistence on' });
  await close();
});

it('browsers of other origins get answers only where CORS_ORIGINS names theirs', async () => {
  const named = 'https://page.example';
  const { app, close } = lonelyGateway({ app: { origins: parseOrigins(`${named}/, http://b`) } });
  const of = async (origin: string) => {
    const { headers } = await request(app).get('/api/health').set({ origin }).expect(200);
    return headers['access-control-allow-origin'];
  };
  expect(await of(named)).toBe(named);
  expect(await of('https://evil.example')).toBeUndefined();
  await close();
});

it('a request id is kept if it can do no harm', async () => {
  const { app, close } = lonelyGateway();
  const of = async (id: string) =>
    (await request(app).get('/api/health').set('x-request-id', id)).headers['x-request-id'];
  expect(await of('from-proxy-0001')).toBe('from-proxy-0001');
  expect(await of('short')).toMatch(/^[\da-f-]{36}$/);
  expect(await of('a fake line: 0001')).toMatch(/^[\da-f-]{36}$/);
  await close();
});

it('tokens are compared whole', () => {
  expect(isSameSecret('abc', 'abc')).toBe(true);
  expect(isSameSecret('', 'abc')).toBe(false);
  expect(isSameSecret('abcd', 'abc')).toBe(false);
  expect(mayRead({ authorization: 'Basic !!!' }, { admin: undefined, api: 'x' })).toBe(false);
});

it.each([
  [undefined, true],
  ['http://here:8000', true],
  ['https://named.example', true],
  ['https://evil.example', false],
  ['null', false],
  ['http://here:8000.evil.example', false],
])('a WebSocket of origin %s: %s', (origin, allowed) => {
  const headers = { host: 'here:8000', ...(origin !== undefined && { origin }) };
  expect(isOriginAllowed(headers, parseOrigins('https://named.example'))).toBe(allowed);
});

it.each([
  [0, '6.6.6.6', '1.1.1.1'],
  [1, '6.6.6.6, 2.2.2.2', '2.2.2.2'],
  [2, '6.6.6.6, 3.3.3.3, 2.2.2.2', '3.3.3.3'],
  [1, undefined, '1.1.1.1'],
])('behind %d proxies, with X-Forwarded-For %s, %s asks', (proxies, forwarded, address) => {
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
  const asked = { headers, socket: { remoteAddress: '1.1.1.1' } };
  expect(addressOf(asked as never, proxies)).toBe(address);
});
