import type { IconName } from '../components/Icon.tsx';
import { exactPercent, percentBeside } from '../format/numbers.ts';
import { duration, timeOfDay, wholeSeconds } from '../format/times.ts';
import { BREAK_EVEN, REQUIRED_CERTAINTY, WINDOW_TICKS } from '../game.ts';
import { LIMIT_RUNNING_MS, type Freshness } from '../live/freshness.ts';
import type { Advice } from '../live/messages.ts';
import { phaseOf } from '../live/phase.ts';
import type { LiveState } from '../live/state.ts';

type Decision = 'wait' | 'bet' | 'open' | 'none';

/** A condition of a recommendation; null is not known. */
export interface Gate {
  name: string;
  met: boolean | null;
  value: string;
}

export interface SideBet {
  decision: { is: Decision; label: string; icon: IconName };
  /** p_rug_40; null while there is nothing to judge. */
  chance: number | null;
  /** 95% posterior range of the chance. */
  range: { low: number; high: number } | null;
  threshold: number;
  /** Whether the chance is surely above the threshold. */
  isSure: boolean;
  tone: 'plain' | 'warn' | 'bad';
  sentence: string;
  /** The sentence in short. */
  reason: string;
  gates: Gate[];
  expectedGain: number | null;
  /** Ticks at which the game must end for a bet placed now to win. */
  wins: { from: number; to: number } | null;
  /** Of the open bet. */
  ticksLeft: number;
}

const NOT_KNOWN: Omit<Gate, 'name'> = { met: null, value: 'not known' };

/** Everything that the side-bet panel shows. */
export function sideBet(state: LiveState, freshness: Freshness): SideBet {
  if (freshness.is !== 'live') return withoutAdvice(freshness);
  const { game, advice } = state;
  const phase = phaseOf(game);
  if (!game || !advice || phase.is !== 'running') {
    return betweenGames('remainingMs' in phase ? phase.remainingMs : null, freshness.ageMs);
  }
  return judged(advice, game.currentTick, freshness.ageMs);
}

function judged(advice: Advice, tick: number, ageMs: number): SideBet {
  const { p_win_40: chance, break_even: threshold, confidence, next_bet_tick: nextBetTick } = advice;
  const openUntil = advice.open_bet?.window_end_tick ?? 0;
  const needs = exactPercent(threshold);
  const shown = percentBeside(chance, threshold);
  const sure = certainty(confidence);
  const isBet = advice.action === 'PLACE_SIDE_BET';
  const isOpen = !isBet && tick < openUntil;
  const isAbove = chance > threshold;
  const isSure = confidence >= REQUIRED_CERTAINTY;

  const decision: SideBet['decision'] = isBet
    ? { is: 'bet', label: 'Bet', icon: 'met' }
    : isOpen
      ? { is: 'open', label: 'Bet open', icon: 'clock' }
      : { is: 'wait', label: 'Wait', icon: isAbove && isSure ? 'clock' : 'wait' };
  const sentence = isBet
    ? `${shown}: above the ${needs} a side bet needs, and ${sure} sure. A bet is worth its price.`
    : isOpen
      ? `Recommended at tick ${advice.open_bet?.tick}. It wins if the game ends by tick ${openUntil}: ${openUntil - tick} ticks left.`
      : !isAbove
        ? `${shown}: below the ${needs} a side bet needs. Wait.`
        : !isSure
          ? `${shown}: above the ${needs} a side bet needs, but not surely (${sure} sure, ${exactPercent(REQUIRED_CERTAINTY)} needed). Wait.`
          : `${shown}: worth a bet, but the last one is too recent. Next possible bet: tick ${nextBetTick}.`;
  return {
    decision,
    chance,
    range: { low: advice.p_low, high: advice.p_high },
    threshold,
    isSure: isAbove && isSure,
    tone: 'plain',
    sentence,
    reason: sentence,
    gates: [
      { name: 'Above break-even', met: isAbove, value: `${shown}, needs ${needs}` },
      { name: 'Sure enough of it', met: isSure, value: `${sure}, needs ${exactPercent(REQUIRED_CERTAINTY)}` },
      isOpen
        ? { name: 'No bet open', met: false, value: `until tick ${openUntil}` }
        : cooldown(nextBetTick, tick),
      { name: 'Live data fresh', met: true, value: duration(ageMs) },
    ],
    expectedGain: advice.expected_value,
    wins: isOpen ? null : { from: tick + 1, to: tick + WINDOW_TICKS },
    ticksLeft: isOpen ? openUntil - tick : 0,
  };
}

function cooldown(nextBetTick: number | null, tick: number): Gate {
  const left = nextBetTick === null ? 0 : nextBetTick - tick;
  return { name: 'Cooldown over', met: left <= 0, value: left <= 0 ? 'none running' : `${left} ticks left` };
}

function betweenGames(remainingMs: number | null, ageMs: number): SideBet {
  const when = remainingMs === null ? 'when the next one starts' : `in ${duration(remainingMs)}`;
  return {
    ...NOTHING,
    decision: { is: 'wait', label: 'Wait', icon: 'wait' },
    tone: 'plain',
    sentence: `No game is running. The side bet can be judged from tick 0, ${when}.`,
    reason: 'No game is running.',
    gates: [
      { name: 'A game is running', met: false, value: remainingMs === null ? 'not yet' : when },
      { name: 'Cooldown over', met: true, value: 'none running' },
      { name: 'Live data fresh', met: true, value: duration(ageMs) },
    ],
  };
}

function withoutAdvice(freshness: Exclude<Freshness, { is: 'live' }>): SideBet {
  const unknown = ['Above break-even', 'Sure enough of it', 'Cooldown over'].map((name) => ({
    name,
    ...NOT_KNOWN,
  }));
  const noAdvice = (icon: IconName): SideBet['decision'] => ({ is: 'none', label: 'No advice', icon });
  if (freshness.is === 'stale') {
    const age = wholeSeconds(freshness.ageMs);
    return {
      ...NOTHING,
      decision: noAdvice('warn'),
      tone: 'warn',
      sentence: `Live data is ${age} old. TED does not advise on old data.`,
      reason: `TED does not advise on data older than ${LIMIT_RUNNING_MS / 1000} s.`,
      gates: [
        ...unknown,
        { name: 'Live data fresh', met: false, value: `${age}, limit ${LIMIT_RUNNING_MS / 1000} s` },
      ],
    };
  }
  const since =
    freshness.is === 'down' && freshness.since ? `none since ${timeOfDay(freshness.since)}` : 'none';
  const loading = freshness.is === 'loading';
  return {
    ...NOTHING,
    decision: noAdvice(loading ? 'unknown' : 'bad'),
    tone: loading ? 'plain' : 'bad',
    sentence: loading ? 'Connecting to TED…' : 'No live data. TED does not advise without it.',
    reason: 'TED does not advise without live data.',
    gates: [
      ...unknown,
      { name: 'Live data fresh', met: loading ? null : false, value: loading ? 'not known' : since },
    ],
  };
}

const NOTHING = {
  chance: null,
  range: null,
  isSure: false,
  threshold: BREAK_EVEN,
  expectedGain: null,
  wins: null,
  ticksLeft: 0,
};

/** "17%", "99.1%": tenths where they matter, and never rounded up to what is needed. */
const certainty = (share: number): string => percentBeside(share, REQUIRED_CERTAINTY, share >= 0.9 ? 1 : 0);
