import { MAX_PAYOUT_PRICE, MEDIAN_DURATION_TICKS, MOONSHOT_PEAK, ULTRA_SHORT_TICKS } from '@ted/game';
import type { FinishedGame, LiveState } from '@ted/messaging';
import { historyOf } from './history-of.ts';
import { onceFor } from './once-for.ts';
import { rounded } from './rounded.ts';

/** What the patterns ask of the finished games: of each history once, and not at each of a game's updates. */
const historyFigures = onceFor((games: readonly FinishedGame[]) => {
  const isMaxPayout = (game: FinishedGame) => game.end_price >= MAX_PAYOUT_PRICE;
  const isUltraShort = (game: FinishedGame) => game.end_tick <= ULTRA_SHORT_TICKS;
  const trigger = games.findLastIndex(isMaxPayout);
  return {
    maxPayouts: frequency(games, isMaxPayout),
    lastMaxPayout: games[trigger],
    /** Games after it. */
    sinceMaxPayout: trigger < 0 ? Infinity : games.length - 1 - trigger,
    ultraShorts: frequency(games, isUltraShort),
    recentUltraShorts: games.slice(-10).filter(isUltraShort).length,
    sinceMoonshot: games.length - 1 - games.findLastIndex((game) => game.peak_price >= MOONSHOT_PEAK),
    last: games.at(-1),
  };
});
type HistoryFigures = ReturnType<typeof historyFigures>;

/**
 * The original's three patterns as they stand now. Their documented effects are hypotheses: probabilities shown here are
 * frequencies in the games that TED has in memory, and `confidence` is the weight that the pattern has earned.
 */
export function patterns(state: Readonly<LiveState> | undefined) {
  const figures = historyFigures(historyOf(state));
  return {
    pattern1: recovery(figures, weightOf(state, 'pattern1')),
    pattern2: ultraShort(figures, weightOf(state, 'pattern2')),
    pattern3: momentum(state, figures, weightOf(state, 'pattern3')),
  };
}

/** Pattern 1: the three games after a max-payout game are said to last longer. */
function recovery({ maxPayouts, lastMaxPayout, sinceMaxPayout: since }: HistoryFigures, confidence: number) {
  return {
    status: since < 3 ? 'active' : 'inactive',
    confidence,
    next_game_prob: maxPayouts,
    last_trigger: lastMaxPayout?.game_id ?? '',
    recovery_window: since < 3 ? `${3 - since} games left` : '',
  };
}

/** Pattern 2: after a high final price, and in clusters, ultra-short games are said to be likelier. */
function ultraShort({ ultraShorts, recentUltraShorts: recent, last }: HistoryFigures, confidence: number) {
  const active = (last?.end_price ?? 0) >= 0.015 || recent >= 2;
  return {
    status: active ? 'active' : 'inactive',
    confidence,
    ultra_short_prob: ultraShorts,
    recent_ultra_shorts: recent,
    next_alert: active ? 'the next game' : '',
  };
}

/** Pattern 3: games with a high peak are said to go on, more so after a long drought of moonshots. */
function momentum(
  state: Readonly<LiveState> | undefined,
  { sinceMoonshot: drought }: HistoryFigures,
  confidence: number,
) {
  const peak = state?.game?.phase === 'running' ? state.game.peak_price : 0;
  const threshold = [20, 12, 8].find((level) => peak >= level) ?? null;
  const next = [8, 12, 20].find((level) => peak < level);
  return {
    status: threshold === null ? 'inactive' : 'active',
    confidence,
    current_peak: peak,
    drought_multiplier: drought < 42 ? 1 : drought < 63 ? 1.2 : drought < 84 ? 1.5 : 2,
    active_threshold: threshold,
    next_alert: next === undefined ? '' : `${next}x`,
  };
}

function frequency(games: readonly FinishedGame[], holds: (game: FinishedGame) => boolean): number {
  return games.length === 0 ? 0 : rounded(games.filter(holds).length / games.length);
}

function weightOf(state: Readonly<LiveState> | undefined, pattern: string): number {
  const experts = state?.forecast.experts ?? [];
  return rounded(
    experts.filter(({ name }) => name.startsWith(pattern)).reduce((sum, { weight }) => sum + weight, 0),
  );
}

export const CONSTANTS = {
  tick_duration_ms: 250,
  median_duration: MEDIAN_DURATION_TICKS,
  ultra_short_threshold: ULTRA_SHORT_TICKS,
  max_payout_threshold: MAX_PAYOUT_PRICE,
};
