import { down, NOW, system } from '../testing/samples.ts';
import { storingFault, waitingRecords } from './storing.ts';

describe('why storing does not go on', () => {
  it('nothing is wrong', () => {
    expect(storingFault(system(), NOW)).toBeNull();
  });

  it('pauses while a part is away, and says since when', () => {
    for (const part of ['mongodb', 'redis', 'workers'] as const) {
      expect(storingFault(system({ [part]: down() }), NOW)).toMatchObject({
        isPaused: true,
        why: expect.stringMatching(/ since .* \(3 min 26 s\)\.$/),
      });
    }
  });

  it('goes on with a warning while one worker of several is silent', () => {
    const fault = storingFault(
      system({ workers: { state: 'degraded', since: null, why: 'worker 2 is silent' } }),
      NOW,
    );
    expect(fault).toEqual({ isPaused: false, title: 'Storing needs a look.', why: 'Worker 2 is silent.' });
  });

  it('is not paused by anything when it is switched off', () => {
    const off = system({ mongodb: down() });
    off.storing.enabled = false;
    expect(storingFault(off, NOW)).toMatchObject({ isPaused: false });
  });

  it('counts what waits', () => {
    const waits = (pending: number) =>
      waitingRecords({ ...system(), storing: { ...system().storing, pending } });
    expect([0, 1, 1204].map(waits)).toEqual([
      'None wait.',
      '1 record waits on disk; it is not lost.',
      '1,204 records wait on disk; none is lost.',
    ]);
  });
});
