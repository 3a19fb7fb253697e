import { memoryText, runningText } from '../pipeline/checkpoint-text.ts';
import type { StoredCheckpoint } from '../pipeline/checkpoint.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';

/** What the outbox holds of a pipeline after its next checkpoint: of what has not changed, what was there before. */
export function storedCheckpoint(pipeline: Pipeline, before?: StoredCheckpoint): StoredCheckpoint {
  const { memory, running } = pipeline.takeCheckpoint();
  return {
    memory: memory ? memoryText(memory) : (before?.memory ?? null),
    running: runningText(running),
  };
}
