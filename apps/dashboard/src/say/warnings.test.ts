import { down, NOW, system } from '../testing/samples.ts';
import { warningsOf } from './warnings.ts';

const texts = (...args: Parameters<typeof warningsOf>) => warningsOf(...args).map(({ text }) => text);

describe('what wants a look', () => {
  it('is nothing while everything works', () => {
    expect(warningsOf(system(), NOW)).toEqual([]);
  });

  it('names the part that is away, since when, and what follows', () => {
    const away = system({ mongodb: down() });
    const workers = away.workers.map(
      (worker) => ({ ...worker, state: 'degraded', mongodb: 'down' }) as const,
    );
    expect(warningsOf({ ...away, workers }, NOW)).toEqual([
      {
        icon: 'bad',
        text: 'MongoDB does not answer.',
        note: expect.stringMatching(/^Since [\d:]+ \(3 min 26 s\)\.$/),
      },
      { icon: 'warn', text: 'The workers are paused.', note: 'They keep their jobs; no try is used up.' },
      {
        icon: 'warn',
        text: 'History and performance cannot be read.',
        note: 'They are there again when MongoDB is.',
      },
    ]);
  });

  it('does not warn of what nobody can know', () => {
    const unknown = { state: 'degraded', since: null, why: 'unknown while Redis is away' } as const;
    const redis = system({ redis: down(), workers: unknown, outbox: unknown });
    expect(texts(redis, NOW)).toEqual(['Redis does not answer.']);
    const ingest = system({ ingest: down(), feed: down(), outbox: down() });
    expect(texts(ingest, NOW)).toEqual(['Ingest does not answer.']);
  });

  it('says what the gateway warns of, and a part that needs a look', () => {
    const wedged = { state: 'degraded', since: null, why: 'worker 1 is silent' } as const;
    const warnings = [{ message: 'the switch cannot be read', since: null }];
    expect(texts({ ...system({ workers: wedged }), warnings }, NOW)).toEqual([
      'Worker 1 is silent.',
      'The switch cannot be read.',
    ]);
  });
});
