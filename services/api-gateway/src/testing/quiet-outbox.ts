import type { OutboxStatus } from '@ted/messaging';

/** An outbox with nothing in it and nothing wrong with it. */
export const quietOutbox: OutboxStatus = {
  persistence_enabled: true,
  pending: 0,
  batches_out: 0,
  oldest_ms: null,
  redis: { ok: true, error: null, since: 0 },
  disk: { ok: true, error: null, since: 0 },
  bytes: 0,
  max_bytes: 0,
  accept_ms: null,
  accepting_ms: null,
  stored: 0,
  dropped: { tick_sample: 0, prediction: 0 },
  wedged: null,
  skipped_while_off: 0,
  warnings: [],
};
