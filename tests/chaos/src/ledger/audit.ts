import { groupBy } from '../group-by.ts';
import type { TrueGame } from '../feed/feed-log.ts';
import type { Demand, TickDemand } from './demand.ts';
import { differences } from './differences.ts';
import type { Fate } from './fate.ts';
import { betOutcome, nextBetTick, predictionOutcome, VOID_BET, VOID_PREDICTION } from './outcome.ts';
import type { PredictionFigures } from './outcome.ts';

/** What lies in the database. */
export interface Stored {
  games: ({ game_id: string } & Record<string, unknown>)[];
  predictions: ({ game_id: string } & PredictionFigures & Record<string, unknown>)[];
  samples: { game_id: string; tick: number; price: number }[];
  bets: ({ game_id: string; placed_at_tick: number } & Record<string, unknown>)[];
  deadLetters: { key: string; kind: string; record: string }[];
}

/** What must be there beside what the feed's ledger demands. */
export interface Extra {
  /** Bets that a WebSocket client saw. */
  seenBets: { gameId: string; tick: number; at: number }[];
  /** Jobs that were no batches, by id. `mayBeLost`: nobody has seen its letter, and Redis may have lost the job since. */
  foreignJobs: { id: string; at: number; mayBeLost?: boolean }[];
  /** Tick samples that kill their worker. `price`: the one they were sent with. */
  killers: { gameId: string; tick: number; price: number; at: number }[];
}

export type Verdict = 'lost' | 'duplicated' | 'wrong' | 'open';

export interface Finding {
  verdict: Verdict;
  /** Kind of record. */
  what: string;
  gameId: string;
  tick: number | null;
  /** When the record was sent. */
  at: number | null;
  detail: string;
}

export interface Audit {
  /** When each demanded record was sent, and whether it was found. */
  demanded: { at: number; found: boolean }[];
  findings: Finding[];
}

/** Compares the database with the ledger. Pure. */
export function audit(
  demand: Demand,
  truth: ReadonlyMap<string, TrueGame>,
  stored: Stored,
  extra: Extra,
): Audit {
  const comparison = new Comparison(demand, truth);
  comparison.games(stored.games);
  comparison.predictions(stored.predictions);
  comparison.samples(stored.samples, extra.killers);
  comparison.bets(stored.bets, extra.seenBets);
  comparison.deadLetters(stored.deadLetters, extra);
  return comparison.result;
}

class Comparison {
  readonly result: Audit = { demanded: [], findings: [] };
  readonly #demand: Demand;
  readonly #truth: ReadonlyMap<string, TrueGame>;
  /** As stored: forecasts of an abandoned game are void, those of an ended one are scored. */
  readonly #status = new Map<string, unknown>();
  /** As stored: whose forecasts of a game count. */
  readonly #owner = new Map<string, unknown>();

  constructor(demand: Demand, truth: ReadonlyMap<string, TrueGame>) {
    this.#demand = demand;
    this.#truth = truth;
  }

  games(documents: Stored['games']): void {
    const byId = groupBy(documents, ({ game_id }) => game_id);
    for (const [gameId, { must, at }] of this.#demand.games)
      if (must) this.#demanded('game', gameId, null, at, byId.has(gameId));
    for (const [gameId, copies] of byId) {
      this.#once('game', gameId, null, copies.length);
      const [document] = copies;
      this.#status.set(gameId, document!.status);
      this.#owner.set(gameId, document!.forecast_owner);
      const fate = this.#demand.games.get(gameId);
      if (!fate) this.#find('wrong', 'game', gameId, null, null, 'the feed never showed this game');
      else this.#game(document!, fate);
    }
  }

  #game(document: Stored['games'][number], fate: Fate): void {
    const { game_id: gameId } = document;
    const truth = this.#truth.get(gameId);
    const status = fate.status === 'either' ? document.status : fate.status;
    const expected: Record<string, unknown> =
      status === 'ended' && truth
        ? {
            status: 'ended',
            end_tick: truth.endTick,
            duration_ticks: truth.endTick,
            final_price: truth.finalPrice,
            peak_price: truth.peakPrice,
          }
        : { status: 'abandoned', end_tick: undefined };
    const wrong = differences(document, expected);
    if (wrong.length > 0) this.#find('wrong', 'game', gameId, null, fate.at, wrong.join(', '));
  }

  predictions(documents: Stored['predictions']): void {
    const { predictions } = this.#demand;
    const groups = groupByTick(documents, ({ predicted_at_tick }) => predicted_at_tick);
    this.#demandAll('prediction', predictions, groups);
    for (const [gameId, ticks] of groups) {
      for (const [tick, copies] of ticks) {
        const known = predictions.get(gameId)?.get(tick);
        this.#onceOfEach('prediction', gameId, tick, copies);
        if (!known)
          this.#find('wrong', 'prediction', gameId, tick, null, 'made at a tick that was not seen live');
        for (const document of copies)
          this.#outcome('prediction', gameId, tick, known?.at ?? null, document, {
            scored: (n) => predictionOutcome(document, n),
            voided: VOID_PREDICTION,
          });
      }
    }
  }

  samples(documents: Stored['samples'], killers: Extra['killers']): void {
    const { samples } = this.#demand;
    const groups = groupByTick(documents, ({ tick }) => tick);
    const isKiller = (gameId: string, tick: number) =>
      killers.some((killer) => killer.gameId === gameId && killer.tick === tick);
    this.#demandAll('tick sample', samples, groups, isKiller);
    for (const [gameId, ticks] of groups) {
      for (const [tick, copies] of ticks) {
        const known = samples.get(gameId)?.get(tick);
        this.#once('tick sample', gameId, tick, copies.length);
        if (!known) this.#find('wrong', 'tick sample', gameId, tick, null, 'of a tick that nobody was told');
        const price = this.#truth.get(gameId)?.prices[tick];
        for (const document of copies)
          if (price !== undefined && document.price !== price)
            this.#find(
              'wrong',
              'tick sample',
              gameId,
              tick,
              known?.at ?? null,
              `price is ${document.price} instead of ${price}`,
            );
      }
    }
  }

  bets(documents: Stored['bets'], seen: Extra['seenBets']): void {
    const { predictions } = this.#demand;
    const groups = groupByTick(documents, ({ placed_at_tick }) => placed_at_tick);
    for (const { gameId, tick, at } of seen) {
      // It came with the tick's forecast, and is owed exactly if that is.
      if (predictions.get(gameId)?.get(tick)?.must)
        this.#demanded('side bet', gameId, tick, at, groups.get(gameId)?.has(tick) ?? false);
    }
    for (const [gameId, ticks] of groups) {
      let free = 0;
      for (const tick of [...ticks.keys()].sort((a, b) => a - b)) {
        const copies = ticks.get(tick)!;
        const at = predictions.get(gameId)?.get(tick)?.at ?? null;
        this.#onceOfEach('side bet', gameId, tick, copies);
        if (at === null)
          this.#find('wrong', 'side bet', gameId, tick, null, 'made at a tick that was not seen live');
        if (copies.some(counts)) {
          if (tick < free)
            this.#find('wrong', 'side bet', gameId, tick, at, `before ${free}: windows overlap`);
          free = nextBetTick(tick);
        }
        for (const document of copies)
          this.#outcome('side bet', gameId, tick, at, document, {
            scored: (n) => betOutcome(tick, n),
            voided: VOID_BET,
          });
      }
    }
  }

  deadLetters(documents: Stored['deadLetters'], { foreignJobs, killers }: Extra): void {
    const expected = new Map<Stored['deadLetters'][number], string>();
    const demand = (
      what: string,
      gameId: string,
      tick: number | null,
      at: number,
      letters: Stored['deadLetters'],
    ) => {
      this.#demanded(what, gameId, tick, at, letters.length > 0);
      this.#once(what, gameId, tick, letters.length);
      for (const letter of letters) expected.set(letter, what);
    };
    for (const { id, at, mayBeLost } of foreignJobs) {
      const letters = documents.filter(({ key }) => key === `job-${id}`);
      if (mayBeLost && letters.length === 0) continue;
      demand('dead letter of a job', id, null, at, letters);
    }
    for (const { gameId, tick, price, at } of killers) {
      const letters = documents.filter(({ kind, record }) => {
        if (kind !== 'tick_sample') return false;
        const content = JSON.parse(record) as { game_id: string; tick: number; price: number };
        return content.game_id === gameId && content.tick === tick && content.price === price;
      });
      demand('dead letter of a killer', gameId, tick, at, letters);
    }
    for (const letter of documents) {
      if (expected.has(letter)) continue;
      const { key, kind, record } = letter;
      this.#find(
        'wrong',
        'dead letter',
        key,
        null,
        null,
        `unexpected, of kind ${kind}: ${record.slice(0, 200)}`,
      );
    }
  }

  /** Whether a forecast of a game whose end is known is scored by it, and one of an abandoned game is void. */
  #outcome(
    what: string,
    gameId: string,
    tick: number,
    at: number | null,
    document: Record<string, unknown>,
    expected: { scored: (endTick: number) => Record<string, unknown>; voided: Record<string, unknown> },
  ): void {
    const truth = this.#truth.get(gameId);
    const fate = this.#demand.games.get(gameId);
    const ended = fate?.status === 'either' ? this.#status.get(gameId) === 'ended' : fate?.status === 'ended';
    const isOpen = document.resolved === false;
    const owner = this.#owner.get(gameId);
    if (!isOpen && owner !== undefined && counts(document) !== (document.ingest_id === owner)) {
      const detail = `of ${String(document.ingest_id)}, and ${JSON.stringify(owner)}'s forecasts count`;
      this.#find('wrong', what, gameId, tick, at, detail);
      return;
    }
    if (isOpen) {
      const state = ended ? `its game has ended at ${truth?.endTick}` : 'its game was abandoned';
      this.#find('open', what, gameId, tick, at, `still open, and ${state}`);
      return;
    }
    const isScored = ended && truth && counts(document);
    const wrong = differences(document, isScored ? expected.scored(truth.endTick) : expected.voided);
    if (wrong.length > 0) this.#find('wrong', what, gameId, tick, at, wrong.join(', '));
  }

  #demandAll(
    what: string,
    demand: TickDemand,
    groups: Map<string, Map<number, unknown[]>>,
    isExempt: (gameId: string, tick: number) => boolean = () => false,
  ): void {
    for (const [gameId, ticks] of demand)
      for (const [tick, { must, at }] of ticks)
        if (must && !isExempt(gameId, tick))
          this.#demanded(what, gameId, tick, at, groups.get(gameId)?.has(tick) ?? false);
  }

  #demanded(what: string, gameId: string, tick: number | null, at: number, found: boolean): void {
    this.result.demanded.push({ at, found });
    if (!found) this.#find('lost', what, gameId, tick, at, 'not in the database');
  }

  /** Each ingest may have said it once, and one of them counts. */
  #onceOfEach(what: string, gameId: string, tick: number, copies: readonly Record<string, unknown>[]): void {
    for (const own of groupBy(copies, ({ ingest_id }) => String(ingest_id)).values())
      this.#once(what, gameId, tick, own.length);
    const counted = copies.filter(counts);
    if (new Set(counted.map(({ ingest_id }) => ingest_id)).size > 1)
      this.#find('duplicated', what, gameId, tick, null, `${counted.length} documents count`);
  }

  #once(what: string, gameId: string, tick: number | null, copies: number): void {
    if (copies > 1) this.#find('duplicated', what, gameId, tick, null, `${copies} documents`);
  }

  #find(
    verdict: Verdict,
    what: string,
    gameId: string,
    tick: number | null,
    at: number | null,
    detail: string,
  ): void {
    this.result.findings.push({ verdict, what, gameId, tick, at, detail });
  }
}

/** Whether it counts in the scores once its game has ended. */
const counts = (document: Record<string, unknown>): boolean => document.counted !== false;

function groupByTick<T extends { game_id: string }>(
  documents: readonly T[],
  tickOf: (document: T) => number,
): Map<string, Map<number, T[]>> {
  const byGame = groupBy(documents, ({ game_id }) => game_id);
  return new Map([...byGame].map(([gameId, list]) => [gameId, groupBy(list, tickOf)]));
}
