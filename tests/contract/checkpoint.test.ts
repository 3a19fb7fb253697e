import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { simulatedGames } from '@ted/feed-simulator';
import { parseGameStateUpdate } from '@ted/game';
import type { TedRecord } from '@ted/messaging';
import { parseCheckpoint, type StoredCheckpoint } from '../../services/ingest/src/pipeline/checkpoint.ts';
import { Pipeline } from '../../services/ingest/src/pipeline/pipeline.ts';
import { optionsForTests } from '../../services/ingest/src/testing/options.ts';
import { storedCheckpoint } from '../../services/ingest/src/testing/stored-checkpoint.ts';

const options = optionsForTests(1);

const UPDATES = 2000;

/** An ingest that can be killed: what it had come to lies in its newest checkpoint, as texts, and nowhere else. */
class Killable {
  records: TedRecord[] = [];
  #pipeline = new Pipeline(options);
  #stored: StoredCheckpoint = { memory: null, running: null };

  take(data: unknown, at: number): void {
    const parsed = parseGameStateUpdate(data);
    if (!parsed.ok) throw new Error(parsed.problem);
    const { records, checkpoint } = this.#pipeline.handle(parsed.update, at);
    this.records.push(...records);
    if (checkpoint) this.#stored = storedCheckpoint(this.#pipeline, this.#stored);
  }

  restart(): void {
    this.#pipeline = new Pipeline(options, parseCheckpoint(this.#stored, options.model));
  }
}

/** Plays the same games to an ingest that runs through and to one that is away from each `at` for `forUpdates` updates. */
function play(seed: string, absences: { at: number; forUpdates: number }[]) {
  const source = simulatedGames({ seed });
  const through = new Killable();
  const killed = new Killable();
  const begin = source.onConnect!()!.data;
  for (const ingest of [through, killed]) ingest.take(begin, 0);
  let updates = 0;
  let back = 0;
  for (const frame of source.frames() as Iterable<{ event: string; data: unknown }>) {
    if (frame.event !== 'gameStateUpdate') continue;
    if (++updates > UPDATES) break;
    through.take(frame.data, updates);
    const absence = absences.find(({ at }) => at === updates);
    if (absence) back = updates + absence.forUpdates;
    if (updates < back) continue;
    if (updates === back) {
      killed.restart();
      killed.take(source.onConnect!()!.data, updates);
    } else killed.take(frame.data, updates);
  }
  return { through: through.records, killed: killed.records };
}

/** What each record says, under the key it is stored by; of several that would be stored as one, the first. */
function byKey(records: TedRecord[]): Map<string, unknown> {
  const known = new Map<string, unknown>();
  for (const { created_at: _, ...record } of records) {
    const tick =
      'predicted_at_tick' in record ? record.predicted_at_tick : 'tick' in record ? record.tick : '';
    const key = `${record.kind} ${'game_id' in record ? record.game_id : ''} ${tick}`;
    if (!known.has(key)) known.set(key, record);
  }
  return known;
}
const of = (records: Map<string, unknown>, kind: string) =>
  new Map([...records].filter(([key]) => key.startsWith(`${kind} `)));

/**
 * Where two records differ by more than rounding. How far a survival curve has been written depends on the questions that
 * were asked, and a later change to it is rounded differently in what was written already.
 */
function apart(ours: unknown, theirs: unknown, path = ''): string[] {
  if (typeof ours === 'number' && typeof theirs === 'number')
    return Math.abs(ours - theirs) <= 1e-12 * (1 + Math.abs(theirs))
      ? []
      : [`${path}: ${ours}, not ${theirs}`];
  if (typeof ours !== 'object' || typeof theirs !== 'object' || !ours || !theirs)
    return ours === theirs ? [] : [`${path}: ${String(ours)}, not ${String(theirs)}`];
  const keys = new Set([...Object.keys(ours), ...Object.keys(theirs)]);
  const of = (record: object, key: string): unknown => (record as Record<string, unknown>)[key];
  return [...keys].flatMap((key) => apart(of(ours, key), of(theirs, key), `${path}/${key}`));
}

const seeds = fc.string({ minLength: 1, maxLength: 8 });
const absences = fc.array(
  fc.record({ at: fc.integer({ min: 1, max: UPDATES - 300 }), forUpdates: fc.integer({ min: 0, max: 150 }) }),
  { minLength: 1, maxLength: 6 },
);

it('a restart goes on with the very same forecasts, whatever it missed meanwhile', () => {
  fc.assert(
    fc.property(seeds, absences, (seed, away) => {
      const { through, killed } = play(seed, away);
      const [all, ours] = [byKey(through), byKey(killed)];
      // It knows less than the other of a game that it missed altogether, or whose first ticks nobody saw live.
      fc.pre(isDeepStrictEqual(of(all, 'game_started'), of(ours, 'game_started')));
      const forecasts = of(ours, 'prediction');
      expect(forecasts.size).toBeGreaterThan(0);
      for (const [key, forecast] of forecasts)
        expect({ key, apart: apart(forecast, all.get(key)) }).toEqual({ key, apart: [] });
      // Ends, prices and peaks too: of games whose end came meanwhile the feed's history brought the ticks.
      for (const kind of ['tick_sample', 'game_revealed'])
        for (const [key, record] of of(ours, kind)) expect(record).toEqual(all.get(key));
      for (const [key, record] of of(ours, 'game_ended')) {
        const { end_tick, peak_price, peak_tick, final_price } = all.get(key) as Record<string, unknown>;
        expect(record).toMatchObject({ end_tick, peak_price, peak_tick, final_price });
      }
    }),
    // Each run plays 2,000 updates twice: a failure is told as it is, not made smaller for ten minutes.
    { numRuns: 8, endOnFailure: true, examples: [['toMtmine', [{ at: 357, forUpdates: 31 }]]] },
  );
});
