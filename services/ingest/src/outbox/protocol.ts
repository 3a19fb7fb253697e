import type { OutboxStatus } from '@ted/messaging';
import type { OutboxRecord } from './expendable.ts';
import type { Checkpoints } from './store.ts';

/** What the tick thread and the outbox's thread say to each other. */

export interface OutboxThreadOptions {
  folder: string;
  /** Whose checkpoints are given back. */
  feeds: readonly string[];
  redisUrl: string;
  queuePrefix: string;
  maxBytes: number;
  /** Where traces go; none without. */
  tracesTo?: string | undefined;
  settings: OutboxSettings;
}

/**
 * Under which keys a feed's checkpoint lies: its memory, and the running game. No feed's name has a colon. An older ingest kept
 * both under the first.
 */
export const checkpointKeys = (feed: string): [string, string] => [feed, `${feed}:running`];

/** The live variables that act here. */
export interface OutboxSettings {
  enabled: boolean;
  intervalSeconds: number;
  batchSize: number;
}

export type ToOutbox =
  /** Before everything else, once. */
  | { type: 'open'; options: OutboxThreadOptions }
  /** `sentAt`: when, ms since 1970 by the steady clock that both threads share. */
  | { type: 'records'; records: OutboxRecord[]; checkpoints?: Checkpoints; sentAt: number }
  | { type: 'settings'; settings: OutboxSettings }
  | { type: 'close' };

export interface OutboxFigures extends Omit<
  OutboxStatus,
  'skipped_while_off' | 'warnings' | 'persistence_enabled' | 'wedged' | 'accepting_ms'
> {
  /** Records that have reached the outbox's thread since it started. */
  taken: number;
}

export type FromOutbox =
  /** `checkpoints`: what was sent last under each of the feeds' keys, maybe by an earlier process. */
  | { type: 'ready'; outboxId: string; checkpoints: Checkpoints }
  /** All that was sent until then (its `sentAt`) is synced to disk. */
  | { type: 'accepted'; upTo: number }
  | { type: 'figures'; figures: OutboxFigures }
  | { type: 'log'; level: 'info' | 'warn' | 'error'; message: string }
  | { type: 'closed' };

/** Milliseconds since 1970, the same in both threads, untouched when the time of day is set. */
export const steadyNow = (): number => performance.timeOrigin + performance.now();
