import { discardLetters, listLetters, retryLetters, showAction } from './admin-dead-letters.ts';
import { adminPersistence } from './admin-persistence.ts';
import type { Endpoint } from './endpoint.ts';
import { fairnessGame } from './fairness-game.ts';
import { feeds } from './feeds.ts';
import { fairness } from './fairness.ts';
import { exportCollection } from './export.ts';
import { predictions, sideBets } from './forecast-lists.ts';
import { analyticsGame, game } from './game.ts';
import { games } from './games.ts';
import { health } from './health.ts';
import { history } from './history.ts';
import { metrics } from './metrics.ts';
import { patterns } from './patterns.ts';
import { patternEvidence } from './pattern-evidence.ts';
import { performance } from './performance.ts';
import { persistenceGame } from './persistence-game.ts';
import { persistenceMetrics } from './persistence-metrics.ts';
import { persistenceStatus } from './persistence-status.ts';
import { predictionHistory } from './prediction-history.ts';
import { root } from './root.ts';
import { sideBet } from './side-bet.ts';
import { addCheck, listChecks } from './status-checks.ts';
import { status } from './status.ts';
import { system } from './system.ts';
import { tickHistory } from './tick-history.ts';
import { trends } from './trends.ts';

/** Every endpoint of the API. */
export const endpoints: readonly Endpoint[] = [
  root,
  health,
  status,
  feeds,
  patterns,
  sideBet,
  history,
  predictionHistory,
  tickHistory,
  metrics,
  addCheck,
  listChecks,
  persistenceStatus,
  persistenceMetrics,
  persistenceGame,
  system,
  games,
  game,
  predictions,
  sideBets,
  performance,
  analyticsGame,
  trends,
  patternEvidence,
  fairness,
  fairnessGame,
  exportCollection,
  adminPersistence,
  listLetters,
  retryLetters,
  discardLetters,
  showAction,
];

export { pages } from './documentation.ts';
