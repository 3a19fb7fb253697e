import { exactPercent, percentBeside, signedPercent } from '../format/numbers.ts';
import { PROMISED_COVERAGE } from '../game.ts';
import type { JudgedGame } from '../live/messages.ts';
import type { Answer } from './answer.ts';
import { central95 } from './binomial.ts';
import { skillOf } from './skill.ts';

/** The verdict is over at most so many games. */
const GAMES = 100;
/** Fewer games carry no verdict. */
const LEAST_GAMES = 20;

/** Has TED been right? Counted are the first forecasts of finished games, and the chances at all their ticks. */
export function right(judged: readonly JudgedGame[]): Answer {
  const about = { question: 'Has TED been right?', href: '/performance' };
  const games = judged.slice(-GAMES);
  const held = games.filter((game) => game.in_band).length;
  if (games.length < LEAST_GAMES) {
    const soFar =
      games.length === 0
        ? 'No game has finished since TED started.'
        : `Ranges that held so far: ${held} of ${games.length}.`;
    return {
      ...about,
      icon: 'unknown',
      says: 'Not known yet',
      short: {
        says: 'Not known yet',
        reason: `${held} of ${games.length} ranges held; a verdict takes ${LEAST_GAMES}`,
      },
      reason: `${soFar} A first verdict takes ${LEAST_GAMES} games, about ${LEAST_GAMES} minutes.`,
    };
  }
  const promised = games.length === 100 ? '85' : exactPercent(PROMISED_COVERAGE);
  const score = `${held} of its last ${games.length} ranges held; it promises ${promised}`;
  const beside = besideBaseline(games);
  const expected = central95(games.length, PROMISED_COVERAGE);
  const short = (says: string) => ({
    says,
    reason: `${held} of ${games.length} ranges held; it promises ${promised}`,
  });
  if (held < expected.from) {
    const says = 'Less often than promised';
    return {
      ...about,
      icon: 'warn',
      says,
      short: short('Less than promised'),
      reason: `${score}. ${beside}`,
    };
  }
  if (held > expected.to) {
    const reason = `${score}: its ranges are too wide. ${beside}`;
    return {
      ...about,
      icon: 'ok',
      says: 'More often than promised',
      short: short('More than promised'),
      reason,
    };
  }
  return {
    ...about,
    icon: 'ok',
    says: 'As often as promised',
    short: short('As promised'),
    reason: `${score}. ${beside}`,
  };
}

/** Better or worse only where the 95% range of the skill says so. */
function besideBaseline(games: readonly JudgedGame[]): string {
  const skill = skillOf(games.flatMap(({ scored }) => scored ?? []));
  if (!skill) return 'Its chances are not scored yet.';
  if (skill.low > 0) return `Its chances beat the baseline by ${percentBeside(skill.value, 0)}.`;
  if (skill.high < 0) return `Its chances are worse than the baseline by ${percentBeside(-skill.value, 0)}.`;
  return `Its chances match the baseline: skill ${signedPercent(skill.value)}.`;
}
