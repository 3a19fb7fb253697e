import { down, NOW, status } from '../testing/samples.ts';
import { storing } from './storing.ts';

describe('are the games stored?', () => {
  it('yes, with the figures', () => {
    expect(storing(status(), NOW)).toMatchObject({
      icon: 'ok',
      says: 'Yes',
      reason: '1,234 records saved, the last 11 s ago. None wait.',
    });
  });

  it('not while a part is away', () => {
    for (const part of ['mongodb', 'redis', 'persistence_workers']) {
      expect(storing(status({ [part]: down() }), NOW)).toMatchObject({ icon: 'warn', says: 'Not now' });
    }
  });

  it('yes with a warning while one worker of several is silent', () => {
    const answer = storing(
      status({ persistence_workers: { status: 'degraded', since: null, why: 'worker 2 is silent' } }),
      NOW,
    );
    expect(answer).toMatchObject({ says: 'Yes, with a warning' });
    expect(answer.reason).toMatch(/^Worker 2 is silent\./);
  });

  it('not when it is switched off, whatever is away', () => {
    const off = status({ mongodb: down() });
    off.persistence.enabled = false;
    expect(storing(off, NOW)).toMatchObject({ icon: 'wait', says: 'Switched off' });
  });

  it('not known without an answer', () => {
    expect(storing(null, NOW)).toMatchObject({ icon: 'unknown', says: 'Not known' });
  });
});
