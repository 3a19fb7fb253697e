import type { PipelineOptions } from '../pipeline/pipeline.ts';

/** An ingest's options for tests: the default side-bet rules, everything stored at each of so many ticks. */
export const optionsForTests = (everyTicks: number): PipelineOptions => ({
  feed: 'simulated',
  ingestId: '00000000-0000-4000-8000-000000000000',
  model: 'mixture-3',
  sideBet: { windowTicks: 40, cooldownTicks: 4, threshold: 0.2 },
  predictionEveryTicks: everyTicks,
  tickSampleEveryTicks: everyTicks,
});
