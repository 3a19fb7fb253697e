import type { LiveSettings } from '@ted/platform';
import type { DatabaseMonitor } from '@ted/storage';
import { WriteGate } from './write-gate.ts';

/** A gate with a switch of the test's own, on a MongoDB that answers. */
function gateWith(live: { persistenceEnabled: boolean }) {
  const stop = new AbortController();
  const monitor = { state: { ok: true } } as unknown as DatabaseMonitor;
  return { gate: new WriteGate(live as LiveSettings, monitor, stop.signal), stop };
}

it('says that a write may be on its way until it is acknowledged, also when the switch is off already', async () => {
  const live = { persistenceEnabled: true };
  const { gate, stop } = gateWith(live);
  let acknowledge = (): void => undefined;
  const acknowledged = new Promise<void>((resolve) => (acknowledge = resolve));
  let asked = 0;
  const work = gate.run(async () => {
    await gate.mayWrite();
    asked++;
    await acknowledged;
    await gate.mayWrite();
    asked++;
  });
  await new Promise(setImmediate);
  expect([asked, gate.writing]).toEqual([1, true]);
  live.persistenceEnabled = false;
  gate.setHeld(true);
  expect([gate.writing, gate.tellQuiet()]).toEqual([true, false]);
  acknowledge();
  await new Promise(setImmediate);
  expect([asked, gate.writing, gate.tellQuiet()]).toEqual([1, false, true]);
  stop.abort();
  await expect(work).rejects.toThrow('the service stops');
});

it('takes work that has not written yet, and none at all, for quiet', async () => {
  const { gate } = gateWith({ persistenceEnabled: true });
  expect(gate.writing).toBe(false);
  await gate.run(async () => {
    expect(gate.writing).toBe(false);
    await gate.mayWrite();
    expect(gate.writing).toBe(true);
  });
  expect(gate.writing).toBe(false);
});
