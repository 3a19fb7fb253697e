import * as z from 'zod';
import { feedKind } from '@ted/messaging';
import { gameState } from './game-state.ts';
import { mlStatus } from './prediction.ts';
import { sideBetPerformance } from './side-bet.ts';

const component = z.object({
  status: z.enum(['ok', 'degraded', 'down']),
  since: z.string().nullable(),
  why: z.string().nullable(),
});

/** The parts as `/api/status` names them; `/api/system` says more of each. */
export const components = z.object({
  ingest: component,
  feed: component,
  redis: component,
  mongodb: component,
  persistence_workers: component,
  persistence_switch: component,
  degraded: z.array(z.string()),
});

/** `GET /api/status`, and the WebSocket's answer to `status`. */
export const status = z.object({
  system: z.object({
    status: z.string().describe('running; degradation stands in its own fields'),
    version: z.string(),
    environment: z.string(),
    uptime_seconds: z.int(),
    start_time: z.string(),
    degraded: z.boolean(),
  }),
  connections: z.object({
    rugs_backend: z.boolean(),
    frontend_clients: z.int(),
    total_connections: z.int(),
    reconnect_attempts: z.int(),
  }),
  statistics: z.object({
    total_game_updates: z.int(),
    total_errors: z.int(),
    games_analyzed: z.int(),
    pattern_accuracy: z.object({ pattern1: z.number(), pattern2: z.number(), pattern3: z.number() }),
    rejected_events: z.record(z.string(), z.int()),
  }),
  ml: mlStatus,
  side_bet_performance: sideBetPerformance,
  last_error: z.string().nullable(),
  current_game: gameState,
  feed: z.string(),
  feed_kind: feedKind,
  persistence: z.looseObject({
    enabled: z.boolean(),
    records_saved: z.int(),
    errors: z.int(),
    last_error: z.string().nullable(),
  }),
  components,
});
