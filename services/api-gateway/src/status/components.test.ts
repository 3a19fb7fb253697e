import type { LiveState } from '@ted/messaging';
import { components, type Known } from './components.ts';

const at = Date.UTC(2025, 11, 7);
const good = { ok: true, error: null, since: at };
const live = {
  started_at: at,
  totals: { connected: true, last_update_at: at },
  outbox: {
    persistence_enabled: true,
    warnings: [],
    disk: { ok: true, error: null, since: at },
    wedged: null,
    held: false,
  },
} as unknown as LiveState;
const worker = {
  id: 'w1',
  pid: 1,
  started_at: at,
  at,
  persistence_enabled: true,
  mongodb: good,
  wedged: null,
  held: false,
  warnings: [],
  jobs: 0,
  records: 0,
  alive: true,
};
const known: Known = {
  persistenceEnabled: true,
  warnings: [],
  link: { connected: true, error: null, since: at },
  live,
  redis: good,
  mongodb: good,
  workers: [worker],
};
const outboxWith = (more: object) => ({ ...live, outbox: { ...live.outbox, ...more } }) as LiveState;
const with_ = (more: Partial<Known>) => components({ ...known, ...more });

it('is all ok when everything works', () => {
  expect(components(known).degraded).toEqual([]);
});

it.each([
  ['MongoDB away', { mongodb: { ok: false, error: 'gone', since: at } }, 'mongodb', 'down'],
  ['no worker', { workers: [] }, 'persistence_workers', 'down'],
  [
    'one of two workers silent',
    { workers: [worker, { ...worker, id: 'w2', alive: false }] },
    'persistence_workers',
    'degraded',
  ],
  [
    'ingest away',
    { link: { connected: false, error: 'refused', since: at }, live: undefined },
    'ingest',
    'down',
  ],
  [
    'a worker that disagrees',
    { workers: [{ ...worker, persistence_enabled: false }] },
    'persistence_switch',
    'degraded',
  ],
  [
    'a full disk',
    { live: outboxWith({ disk: { ok: false, error: 'no space', since: at } }) },
    'ingest',
    'degraded',
  ],
  ['an outbox that is stuck', { live: outboxWith({ wedged: 'nothing was stored' }) }, 'ingest', 'degraded'],
  ['a worker that is stuck', { workers: [{ ...worker, wedged: 'x' }] }, 'persistence_workers', 'degraded'],
  ['a bad .env', { warnings: ['PERSISTENCE_ENABLED=x is not valid'] }, 'persistence_switch', 'degraded'],
] as const)('%s shows', (_, more, part, status) => {
  const result = with_(more);
  expect(result[part]).toMatchObject({ status, why: expect.any(String) });
  expect(result.degraded).toContain(part);
});

it('tells reasons without addresses and credentials', () => {
  const { mongodb } = with_({
    mongodb: {
      ok: false,
      error: 'connect mongodb://user:secret@10.0.0.7:27017 refused 10.0.0.7:27017',
      since: at,
    },
  });
  expect(mongodb.why).not.toMatch(/secret|10\.0\.0\.7/);
});
