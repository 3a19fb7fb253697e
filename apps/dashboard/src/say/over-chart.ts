import { price } from '../format/numbers.ts';
import { duration, wholeSeconds } from '../format/times.ts';
import type { Freshness } from '../live/freshness.ts';
import { phaseOf } from '../live/phase.ts';
import type { LiveState } from '../live/state.ts';
import { reconnecting } from './notice.ts';

/** A loading that takes longer says what is missing. */
const PATIENCE_MS = 5000;

/** The words in the place of a price that is not there. */
export function overChart(
  state: LiveState,
  freshness: Freshness,
  now: number,
): { strong: string; text: string } {
  if (freshness.is === 'loading') return loading(state, freshness.forMs, now);
  if (freshness.is === 'down') return gone(state, freshness);
  if (freshness.is !== 'live')
    return { strong: 'No live data', text: 'This page goes on by itself when it comes back.' };
  const phase = phaseOf(state.game);
  const when =
    'remainingMs' in phase
      ? `The next starts in ${duration(phase.remainingMs)}.`
      : 'TED waits for the next one.';
  return {
    strong: `No game is running. ${when}`,
    text: 'Its price and the forecast of its end appear here from the first tick.',
  };
}

/** What is down, what was seen last, and what to do. */
function gone(
  { path }: LiveState,
  { part, why }: Extract<Freshness, { is: 'down' }>,
): { strong: string; text: string } {
  const because = why === null ? '' : `: ${why}`;
  const who =
    part === 'ingest'
      ? `The gateway answers, but the ingest service does not${because}.`
      : `TED answers, but has lost the game feed${because}.`;
  const { head } = path;
  const seen = head ? ` Last seen: tick ${head.tick} at ${price(head.price)}.` : '';
  const todo = part === 'ingest' ? ' If it stays away, look at logs/backend.log.' : '';
  return { strong: 'No live data', text: `${who}${seen}${todo} This page goes on by itself.` };
}

function loading(
  { connection, isAnswering, system }: LiveState,
  forMs: number,
  now: number,
): { strong: string; text: string } {
  const strong = 'Connecting to TED…';
  if (forMs < PATIENCE_MS) {
    return {
      strong,
      text: 'Usually under a second. If it takes longer than 5 s, this line says what is missing.',
    };
  }
  const forLong = `for ${wholeSeconds(forMs)}`;
  if (connection.is === 'lost') {
    const who =
      isAnswering && system ? 'TED answers, but has not let the live data through' : 'TED has not answered';
    return { strong, text: `${who} ${forLong}. ${reconnecting(connection, now)}` };
  }
  if (connection.is === 'connecting') return { strong, text: `TED has not answered ${forLong}.` };
  return {
    strong: 'Waiting for the game feed…',
    text: `TED answers, but has heard nothing of the game ${forLong}.`,
  };
}
