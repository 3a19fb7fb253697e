import type { OutboxStatus } from '@ted/messaging';
import type { Ted } from '../../support/ted.ts';

const POLL_MS = 500;

/** Notes how long ingest takes from a tick to its records being synced on disk, as it says itself. */
export class AcceptanceWatch {
  /** The slowest acceptance of each second or so, in ms, and when it was told. */
  readonly slowest: { at: number; ms: number }[] = [];
  readonly #ted: Ted;
  #timer: NodeJS.Timeout | undefined;

  constructor(ted: Ted) {
    this.#ted = ted;
  }

  start(): void {
    this.#timer = setTimeout(() => void this.#look(), POLL_MS);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  async #look(): Promise<void> {
    const ms = await acceptMsOf(this.#ted).catch(() => null);
    if (ms !== null) this.slowest.push({ at: Date.now(), ms });
    if (this.#timer) this.start();
  }
}

/**
 * The slowest acceptance since ingest (of several, any) told it last, or the one that lasts, in ms; null if there was none. Rejects
 * while ingest is away.
 */
async function acceptMsOf(ted: Ted): Promise<number | null> {
  const told = (await outboxesOf(ted)).flatMap(({ accept_ms, accepting_ms }) => [accept_ms, accepting_ms]);
  const known = told.filter((ms) => ms !== null);
  return known.length > 0 ? Math.max(...known) : null;
}

/** How long the oldest record that ingest (of several, any) has not on disk yet has waited, in ms; 0 if there is none. Rejects while ingest is away. */
export async function acceptingMsOf(ted: Ted): Promise<number> {
  return Math.max(...(await outboxesOf(ted)).map(({ accepting_ms }) => accepting_ms ?? 0));
}

function outboxesOf(ted: Ted): Promise<Pick<OutboxStatus, 'accept_ms' | 'accepting_ms'>[]> {
  return Promise.all(
    ted.ingestUrls.map(async (url) => {
      const response = await fetch(new URL('/health', url), { signal: AbortSignal.timeout(1000) });
      const { outbox } = (await response.json()) as { outbox: OutboxStatus };
      return outbox;
    }),
  );
}
