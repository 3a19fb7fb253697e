import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { LiveState } from '@ted/messaging';
import { WebSocket } from 'ws';
import { eventually } from '../../support/wait.ts';
import { acceptingMsOf } from './acceptance.ts';
import type { Chaos } from './chaos.ts';
import { SYNC_MS } from './ledger/windows.ts';

/** Waits; rejects when the run is ended. */
export function pause({ signal }: Pick<Chaos, 'signal'>, ms: number): Promise<void> {
  return delay(ms, undefined, { signal });
}

/** An ingest this little behind the feed has caught up. */
const CAUGHT_UP_MS = 30;
/** So long after ingest was asked what it has taken, it is asked what of that is on disk. */
const SYNCED_AFTER_MS = 15;
/** Both questions take no longer, so that what follows them at once is within a sync interval of the first. */
const ASKED_WITHIN_MS = 0.8 * SYNC_MS;

/**
 * How far ingest (of several, the last one) is behind the feed: the time between the newest tick that it has taken and the newest one that was sent, both
 * by the ledger's clock, in ms; Infinity while nobody knows. When it took its last update says nothing: that may be an old one.
 */
export async function lagOfIngest(chaos: Chaos): Promise<number> {
  return Math.max(...(await Promise.all(chaos.ted.ingestUrls.map((url) => lagOf(chaos, url)))));
}

async function lagOf({ feed }: Chaos, url: string): Promise<number> {
  const newest = feed.log.updates.findLast(({ tick }) => tick !== null);
  const response = await fetch(new URL('/live/ticks', url), { signal: AbortSignal.timeout(1000) });
  const { ticks } = (await response.json()) as { ticks: { game_id: string; tick: number }[] };
  const taken = ticks.at(-1);
  if (!newest || !taken || !feed.connected) return Infinity;
  const sent = feed.log.updates.findLast(
    ({ gameId, tick }) => gameId === taken.game_id && tick !== null && tick <= taken.tick,
  );
  return sent ? Math.max(0, newest.at - sent.at) : Infinity;
}

/**
 * Waits until ingest is connected, has caught up with the feed, and what it had taken is on disk: only then does the ledger know what
 * it has accepted. Asked in this order: how far it is behind, and a moment later whether anything waits for the disk since before
 * that. If not, all that was sent before the first question, but for the lag, is accepted; what is done now must be done within one
 * sync interval of it.
 * Fails when the machine is too slow for that.
 * @returns how far it was behind at last, in ms
 */
export async function untilCaughtUp(chaos: Chaos, timeoutMs = 60_000): Promise<number> {
  let caughtUp = false;
  let lag = Infinity;
  await eventually(
    'ingest has caught up with the feed',
    async () => {
      chaos.signal.throwIfAborted();
      const begin = performance.now();
      lag = await lagOfIngest(chaos).catch(() => Infinity);
      const taken = performance.now();
      await pause(chaos, SYNCED_AFTER_MS);
      const asked = performance.now();
      const acceptingMs = await acceptingMsOf(chaos.ted).catch(() => Infinity);
      const end = performance.now();
      caughtUp = lag <= CAUGHT_UP_MS && acceptingMs < asked - taken && end - begin < ASKED_WITHIN_MS;
      return `behind by ${lag} ms, the disk by ${acceptingMs} ms, asking took ${end - begin} ms`;
    },
    () => caughtUp,
    timeoutMs,
  );
  return lag;
}

/** Waits until ingest (of several, each) says that the newest game that was sent is over: the feed has nothing more to tell. */
export async function untilEndHeard({ feed, ted }: Chaos, timeoutMs = 60_000): Promise<void> {
  const { gameId } = feed.log.updates.findLast(({ rugged }) => rugged)!;
  await eventually(
    `ingest has heard the end of ${gameId}`,
    async () =>
      Promise.all(
        ted.ingestUrls.map(async (url) => {
          const { game } = await stateOf(url);
          return `${game?.game_id} ${game?.rugged ? 'over' : 'not over'}`;
        }),
      ),
    (games) => games.every((game) => game === `${gameId} over`),
    timeoutMs,
  );
}

/** The first message that ingest sends to a gateway that comes. */
async function stateOf(url: string): Promise<LiveState> {
  const socket = new WebSocket(new URL('/live', url.replace(/^http/, 'ws')), { handshakeTimeout: 1000 });
  try {
    const [data] = (await once(socket, 'message', { signal: AbortSignal.timeout(2000) })) as [Buffer];
    return JSON.parse(data.toString('utf8')) as LiveState;
  } finally {
    socket.terminate();
  }
}

/** The name of an ingest's process in the messages of a gateway that shows it. */
export async function runOfIngest(url: string): Promise<string> {
  return (await stateOf(url)).started_at.toString(36);
}

/** Tries until it works: what it needs may be down just now. */
export function untilDone<T>(what: string, work: () => Promise<T>, timeoutMs = 60_000): Promise<T> {
  return eventually(what, work, () => true, timeoutMs);
}
