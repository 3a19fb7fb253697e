import { freshnessOf } from '../live/freshness.ts';
import { withLoss, withSystem, type LiveState } from '../live/state.ts';
import { down, live, NOW, system } from '../testing/samples.ts';
import { systemVerdict } from './system.ts';
import { tickWay } from './tick-way.ts';

const fresh = (state: LiveState) => freshnessOf(state, NOW);
const verdict = (state: LiveState) => systemVerdict(state, fresh(state), NOW);

describe('the system in one sentence', () => {
  it('everything works', () => {
    expect(verdict(withSystem(live(), system()))).toMatchObject({
      icon: 'ok',
      title: 'Everything works',
      text: 'Every part answers. The last record was stored 11 s ago; nothing waits.',
    });
  });

  it('storing is paused while MongoDB is away', () => {
    const workers = system().workers.map((worker) => ({ ...worker, mongodb: 'down' }) as const);
    const state = withSystem(live(), {
      ...system({ mongodb: down() }),
      workers,
      storing: { ...system().storing, pending: 1204 },
    });
    expect(verdict(state)).toMatchObject({ tone: 'warn', title: 'Forecasts are live, storing is paused' });
    expect(verdict(state).text).toMatch(
      /^MongoDB has not answered since .*1,204 records wait on disk; none is lost\. They are stored by themselves/,
    );
    expect(verdict(withSystem(live(), system({ mongodb: down() }))).text).toMatch(
      /Nothing waits yet; what comes is kept/,
    );
    expect(tickWay(state, fresh(state), NOW)).toMatchObject({
      workers: { tone: 'warn', lines: ['1,234 records stored', 'paused: MongoDB is away'] },
      mongodb: { tone: 'bad', lines: ['No answer', expect.stringMatching(/^down since/)] },
      ingest: { tone: 'plain' },
    });
  });

  it('no live data while ingest is down', () => {
    const state = { ...withSystem(live(), system({ ingest: down() })), updatedAt: NOW - 30_000 };
    expect(verdict(state)).toMatchObject({ tone: 'bad', title: 'No live data' });
  });

  it('what lies behind a silent gateway is not known', () => {
    const lost = withLoss(withSystem(withSystem(live(), system()), null), NOW + 3000, 4, NOW);
    expect(verdict(lost)).toMatchObject({ tone: 'warn', title: 'This page cannot reach TED' });
    const way = tickWay(lost, fresh(lost), NOW);
    expect(way.mongodb).toMatchObject({
      icon: 'unknown',
      lines: ['embedded 7.0.0', expect.stringMatching(/^last known at/)],
    });
    expect(way.page).toMatchObject({
      tone: 'warn',
      lines: ['no answer from the gateway', 'next try in 3 s'],
    });
  });

  it('says that storing is off, and that letters are dead', () => {
    const off = withSystem(live(), { ...system(), storing: { ...system().storing, enabled: false } });
    expect(verdict(off).text).toMatch(/Storing is off/);
    expect(verdict(withSystem(live(), { ...system(), dead_letters: 2 })).text).toMatch(
      /2 records could not be stored/,
    );
  });
});
