import type { RatioSums } from '../collections/documents.ts';
import { addCluster, addSums, NO_SUMS, ratioWithRange } from './clustered-ratio.ts';
import { addEvidence, evidenceOf, medianE40, noEvidence } from './evidence.ts';
import type { StoredPrediction } from './hour-metrics.ts';

/** A scored prediction that said `p` and missed the end by so many ticks. */
function prediction(game_id: string, p: number, rugged: boolean, signedError = 0): StoredPrediction {
  return {
    game_id,
    resolved: true,
    last_before_end: false,
    p_rug_40: p,
    rugged_within_40: rugged,
    in_interval: Math.abs(signedError) < 100,
    error_metrics: {
      signed_error: signedError,
      e40: signedError / 40,
      absolute_error: Math.abs(signedError),
    },
    scores: { brier: (p - Number(rugged)) ** 2, log_loss: 0.5, baseline_brier: 0.15, baseline_log_loss: 0.6 },
  } as StoredPrediction;
}

/** Numbers from 0 to 1 that are the same at every run. */
function* numbers(): Generator<number> {
  for (let state = 1; ;) {
    state = (state * 48_271) % 2_147_483_647;
    yield state / 2_147_483_647;
  }
}

it('the 95% range of a ratio over clusters holds the truth about 95 times in 100', () => {
  const random = numbers();
  const next = () => random.next().value as number;
  let held = 0;
  const runs = 2000;
  for (let run = 0; run < runs; run++) {
    let sums: RatioSums = NO_SUMS;
    for (let cluster = 0; cluster < 60; cluster++) {
      // Clusters of unlike sizes whose members share their fate: counted singly, the range would be far too narrow.
      const size = 1 + Math.floor(next() * 20);
      const chance = next() < 0.3 ? 1 : 0;
      sums = addCluster(sums, size * chance, size);
    }
    const { range } = ratioWithRange(sums);
    if (range![0] <= 0.3 && 0.3 <= range![1]) held++;
  }
  expect(held / runs).toBeGreaterThan(0.91);
  expect(held / runs).toBeLessThan(0.97);
});

it('a ratio without data, and the range of a single cluster, are not known', () => {
  expect(ratioWithRange(NO_SUMS)).toEqual({ ratio: null, range: null });
  expect(ratioWithRange(addCluster(NO_SUMS, 1, 2))).toEqual({ ratio: 0.5, range: null });
});

it('sums of hours add up to the sums of the day', () => {
  const [a, b] = [addCluster(NO_SUMS, 1, 2), addCluster(NO_SUMS, 3, 4)];
  expect(addSums(a, b)).toEqual(addCluster(a, 3, 4));
  const predictions = [prediction('a', 0.19, true, 12), prediction('b', 0.17, false, -55)];
  const hours = predictions.map((p) => evidenceOf([p])).reduce(addEvidence, noEvidence());
  expect(hours).toEqual(evidenceOf(predictions));
});

it('the steps of reliability hold each prediction once, the last one all above 40%', () => {
  const { reliability } = evidenceOf([
    prediction('a', 0, false),
    prediction('a', 0.1999, true),
    prediction('b', 0.2, false),
    prediction('b', 0.99, true),
  ]);
  const filled = reliability.filter(({ observed }) => observed.y > 0);
  expect(filled.map(({ low, high, observed }) => [low, high, observed.x])).toEqual([
    [0, 0.02, 0],
    [0.18, 0.2, 1],
    [0.2, 0.22, 0],
    [0.38, 1, 1],
  ]);
});

it('the median error of many hours is right to within a quarter window', () => {
  const errors = [-200, -85, -41, -7, 3, 55, 320];
  const evidence = evidenceOf(errors.map((error, i) => prediction(`g${i}`, 0.18, false, error)));
  expect(Math.abs(medianE40(evidence)! - -7 / 40)).toBeLessThanOrEqual(0.25);
  expect(medianE40(noEvidence())).toBeNull();
});

it('what does not count in the scores is no evidence', () => {
  const selected = { ...prediction('a', 0.2, true), last_before_end: true };
  const open = { ...prediction('a', 0.2, true), resolved: false };
  expect(evidenceOf([selected, open])).toEqual(noEvidence());
});
