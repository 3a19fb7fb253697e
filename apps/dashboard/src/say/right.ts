import { exactPercent } from '../format/numbers.ts';
import { PROMISED_COVERAGE } from '../game.ts';
import type { JudgedGame } from '../live/messages.ts';
import type { Answer } from './answer.ts';
import { central95 } from './binomial.ts';

/** The verdict is over at most so many games. */
const GAMES = 100;
/** Fewer games carry no verdict. */
const LEAST_GAMES = 20;

/** Has TED been right? Counted are the first forecasts of finished games. */
export function right(judged: readonly JudgedGame[]): Answer {
  const question = 'Has TED been right?';
  const games = judged.slice(-GAMES);
  const held = games.filter((game) => game.in_band).length;
  const promise = exactPercent(PROMISED_COVERAGE);
  if (games.length < LEAST_GAMES) {
    const soFar =
      games.length === 0
        ? 'No game has finished since TED started.'
        : `Ranges that held so far: ${held} of ${games.length}.`;
    return {
      question,
      icon: 'unknown',
      says: 'Not known yet',
      reason: `${soFar} A first verdict takes ${LEAST_GAMES} games, about ${LEAST_GAMES} minutes.`,
    };
  }
  const score = `${held} of its last ${games.length} ranges held; it promises ${promise}`;
  const expected = central95(games.length, PROMISED_COVERAGE);
  if (held < expected.from)
    return { question, icon: 'warn', says: 'Less often than promised', reason: `${score}.` };
  if (held > expected.to) {
    return {
      question,
      icon: 'ok',
      says: 'More often than promised',
      reason: `${score}: its ranges are too wide.`,
    };
  }
  return { question, icon: 'ok', says: 'As often as promised', reason: `${score}.` };
}
