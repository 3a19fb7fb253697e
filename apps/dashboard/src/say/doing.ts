import { price } from '../format/numbers.ts';
import { duration, timeOfDay, wholeSeconds } from '../format/times.ts';
import { TICK_MS } from '../game.ts';
import type { Freshness } from '../live/freshness.ts';
import { phaseOf } from '../live/phase.ts';
import type { LiveState } from '../live/state.ts';
import type { Answer } from './answer.ts';

/** What is the game doing? */
export function doing(state: LiveState, freshness: Freshness): Answer {
  return { question: 'What is the game doing?', href: '#game', ...answer(state, freshness) };
}

function answer(state: LiveState, freshness: Freshness): Omit<Answer, 'question' | 'href'> {
  const { game, updatedAt } = state;
  if (freshness.is === 'down' || freshness.is === 'foreign') {
    const since = freshness.is === 'down' && freshness.since;
    return {
      icon: 'bad',
      says: 'Not known',
      reason: since ? `No live data since ${timeOfDay(since)}.` : 'No live data.',
    };
  }
  if (freshness.is === 'stale') {
    const seen = game && updatedAt !== null && phaseOf(game).is === 'running';
    return {
      icon: 'warn',
      says: `Not known for ${wholeSeconds(freshness.ageMs)}`,
      reason: seen
        ? `Last seen at ${timeOfDay(updatedAt)}: tick ${game.currentTick}, ${price(game.currentPrice)}. It may have ended since.`
        : 'A game may have started since.',
    };
  }
  const phase = phaseOf(game);
  switch (phase.is) {
    case 'unknown':
      return { icon: 'clock', says: 'Waiting', reason: 'No game has been seen yet.' };
    case 'cooldown':
      return {
        icon: 'clock',
        says: `Between games: ${duration(phase.remainingMs)}`,
        reason: 'The next game starts when the cooldown ends.',
      };
    case 'presale':
      return {
        icon: 'clock',
        says: `Presale: ${duration(phase.remainingMs)}`,
        reason: 'Side bets can be placed for tick 0.',
      };
    case 'ended':
      return {
        icon: 'ok',
        says: `Ended at tick ${game!.currentTick}`,
        reason: `Rug price ${price(game!.currentPrice)}. Peak ${price(game!.peak_price)}.`,
      };
    case 'running': {
      const says = `Running: ${price(game!.currentPrice)}`;
      const so = `${wholeSeconds(game!.currentTick * TICK_MS)} in. Peak ${price(game!.peak_price)}. It can end at any tick.`;
      // The tick stands over the chart, which is right below on a narrow page.
      return {
        icon: 'running',
        says,
        reason: `Tick ${game!.currentTick}, ${so}`,
        short: { says, reason: so },
      };
    }
  }
}
