import fc from 'fast-check';
import { decodeLive, encodeLive } from './live-encoding.ts';
import { liveHealth, type LiveHealth } from './live.ts';

const health = (total_ev: number, updates: number, warnings: string[]): LiveHealth => ({
  type: 'health',
  history_size: 200,
  totals: {
    connected: true,
    reconnects: 0,
    updates,
    rejected: { malformed: 1 },
    games: 0,
    last_update_at: 1_764_000_000_123,
    bets: { total: 0, positive_ev: 0, won: 0, lost: 0, total_ev },
  },
  outbox: {
    persistence_enabled: true,
    pending: 0,
    batches_out: 0,
    oldest_ms: null,
    redis: { ok: true, error: null, since: 1_764_000_000_000 },
    disk: { ok: true, error: null, since: 1_764_000_000_000 },
    bytes: 5e9,
    max_bytes: 5e9,
    accept_ms: 0.1,
    accepting_ms: null,
    stored: 0,
    dropped: { tick_sample: 0, prediction: 0 },
    skipped_while_off: 0,
    wedged: null,
    warnings,
  },
});

it('says the same as JSON does, packed or not, to the last digit', () => {
  const double = fc.double({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(
      double,
      fc.maxSafeNat(),
      fc.array(fc.string({ unit: 'grapheme' })),
      (ev, updates, warnings) => {
        const message = health(ev, updates, warnings);
        const json = JSON.stringify(message);
        for (const told of [decodeLive(encodeLive(message), true), decodeLive(Buffer.from(json), false)])
          expect(JSON.stringify(liveHealth.parse(told))).toBe(json);
      },
    ),
  );
});

it('is undefined where it is garbled or cut off', () => {
  const packed = encodeLive(health(0.1, 1, []));
  expect(decodeLive(packed.subarray(0, -1), true)).toBeUndefined();
  expect(decodeLive(Buffer.concat([packed, packed]), true)).toBeUndefined();
  expect(decodeLive(Buffer.alloc(0), true)).toBeUndefined();
  expect(decodeLive(packed, false)).toBeUndefined();
  expect(decodeLive(Buffer.from('{"type":'), false)).toBeUndefined();
});
