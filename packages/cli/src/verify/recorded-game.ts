import { createHash } from 'node:crypto';
import { verifyAccounts, type GameFacts, type GameVerdict } from '@ted/fairness';

/** What a recording shows of one game, from different places: each has to fit the seed by itself. */
export class RecordedGame {
  readonly gameId: string;
  /** By what they say: the feed repeats a finished game in every update with its history. */
  readonly #accounts = new Map<string, Omit<GameFacts, 'prices'> & { prices: [number, number][] }>();
  readonly #prices = new Map<number, Set<number>>();
  readonly #hashes = new Set<string>();
  readonly #versions = new Set<string>();
  readonly #ends = new Set<number>();
  #recorded = false;

  constructor(gameId: string) {
    this.gameId = gameId;
  }

  /** Before the seed was known, the feed showed this. */
  announced(hash: string | null | undefined, version: string | null | undefined): void {
    if (hash != null) this.#hashes.add(hash);
    if (version != null) this.#versions.add(version);
  }

  /** The game was alive at this tick. */
  alive(tick: number, price: number): void {
    const known = this.#prices.get(tick);
    if (known) known.add(price);
    else this.#prices.set(tick, new Set([price]));
  }

  wasAliveAt(tick: number): boolean {
    return this.#prices.has(tick);
  }

  ended(tick: number): void {
    this.#ends.add(tick);
  }

  /** An account of the whole game, as given with its seed. */
  revealed(account: Omit<GameFacts, 'gameId' | 'prices'> & { prices?: readonly number[] | undefined }): void {
    const facts = {
      ...account,
      gameId: this.gameId,
      prices: (account.prices ?? []).map((price, tick): [number, number] => [tick, price]),
    };
    this.#accounts.set(createHash('sha256').update(JSON.stringify(facts)).digest('hex'), facts);
  }

  /** The recording has it as a game, whatever it shows of it. */
  recorded(): void {
    this.#recorded = true;
  }

  /** Whether it was played or revealed; a game that was only announced is none yet. */
  get isKnown(): boolean {
    return this.#recorded || this.#accounts.size > 0 || this.#prices.size > 0 || this.#ends.size > 0;
  }

  verdict(): GameVerdict {
    return verifyAccounts(this.#allAccounts());
  }

  #allAccounts(): GameFacts[] {
    const accounts = [...this.#accounts.values()];
    const withSeed = accounts.find(({ serverSeed }) => serverSeed !== null);
    const identity = {
      gameId: this.gameId,
      serverSeed: withSeed?.serverSeed ?? null,
      version: withSeed?.version ?? [...this.#versions][0] ?? null,
      serverSeedHash: null,
    };
    const known = accounts.map((account) => ({ ...account, version: account.version ?? identity.version }));
    const live: GameFacts[] = [...pairs(this.#hashes, this.#ends)].map(([committedHash, endTick]) => ({
      ...identity,
      committedHash,
      endTick,
      peakPrice: null,
      prices: this.#eachPrice(),
    }));
    return [...known, ...live];
  }

  *#eachPrice(): Generator<[number, number]> {
    for (const [tick, prices] of this.#prices) for (const price of prices) yield [tick, price];
  }
}

/** As many pairs as it takes to hold every member of both; at least one. */
function pairs<A, B>(as: ReadonlySet<A>, bs: ReadonlySet<B>): [A | null, B | null][] {
  const [a, b] = [[...as], [...bs]];
  return Array.from({ length: Math.max(a.length, b.length, 1) }, (_, i) => [a[i] ?? null, b[i] ?? null]);
}
