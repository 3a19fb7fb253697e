import {
  FAULT_KINDS,
  faultsBeginWithinMs,
  isInForm,
  leastFaults,
  schedule,
  TOPOLOGIES,
  type Form,
  type Topology,
} from './schedule.ts';

const SEEDS = Array.from({ length: 20 }, (_, i) => `seed ${i}`);
const all = (seed: string, form: Form, topology: Topology = 'single') =>
  Object.values(schedule(seed, form, [], topology)).flat();

it('is the same for the same seed, and another one for another', () => {
  expect(schedule('a', 'short')).toEqual(schedule('a', 'short'));
  expect(schedule('a', 'short')).not.toEqual(schedule('b', 'short'));
});

const FORMS = TOPOLOGIES.flatMap((topology) =>
  (['short', 'long'] as const).map((form) => ({ form, topology })),
);
it.each(FORMS)('holds every kind and enough faults ($topology, $form)', ({ form, topology }) => {
  const kinds = FAULT_KINDS[topology].filter((kind) => isInForm(kind, form, topology));
  for (const seed of SEEDS) {
    const faults = all(seed, form, topology);
    expect(new Set(faults.map(({ kind }) => kind))).toEqual(new Set(kinds));
    expect(faults.length).toBeGreaterThanOrEqual(leastFaults(form, topology));
  }
});

it('the short form takes at most a minute in each part, and stops nothing for more than 12 s', () => {
  for (const seed of SEEDS) {
    for (const faults of Object.values(schedule(seed, 'short')))
      expect(faults.reduce((sum, { afterMs, durationMs }) => sum + afterMs + durationMs, 0)).toBeLessThan(
        60_000,
      );
    for (const { durationMs } of all(seed, 'short')) expect(durationMs).toBeLessThanOrEqual(12_000);
  }
});

it('the long form stops each part for 10 to 40 s, and has enough faults within its time', () => {
  for (const seed of SEEDS) {
    const plan = schedule(seed, 'long');
    const stops = Object.values(plan)
      .flat()
      .filter(({ kind }) => kind.endsWith('-stop'))
      .map(({ durationMs }) => durationMs);
    expect(Math.min(...stops)).toBeGreaterThanOrEqual(10_000);
    expect(Math.max(...stops)).toBeLessThanOrEqual(40_000);
    let begun = 0;
    for (const faults of Object.values(plan)) {
      let at = 0;
      for (const { afterMs, durationMs } of faults) {
        if (at + afterMs < faultsBeginWithinMs('long', 'single')) begun++;
        at += afterMs + durationMs;
      }
    }
    expect(begun).toBeGreaterThan(leastFaults('long', 'single'));
  }
});

it('a full disk comes before the outbox’s file has grown', () => {
  for (const seed of SEEDS) expect(schedule(seed, 'long').ingest[0]!.kind).toBe('disk-full');
});
