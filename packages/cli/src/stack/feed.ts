import { accessSync, constants } from 'node:fs';
import { resolve } from 'node:path';
import { CliError, UsageError, messageOf } from '../errors.ts';
import { bundlePath } from '../paths.ts';
import type { ProcessSpec } from '../supervisor/supervised-process.ts';
import { portOf } from './port-of.ts';

/** What TED follows. */
export type FeedChoice =
  { kind: 'simulate'; speed: string } | { kind: 'replay'; speed: string; file: string } | { kind: 'live' };

/**
 * What a command line says about the feed. Throws UsageError for options that do not fit together, CliError for a
 * recording that cannot be read.
 */
export function feedChoice(options: { feed: FeedChoice['kind']; file?: string; speed?: string }): FeedChoice {
  const { feed, file, speed } = options;
  if (feed !== 'replay' && file !== undefined) throw new UsageError('--file goes with --feed replay only');
  if (feed === 'live') {
    if (speed !== undefined) throw new UsageError('--speed does not go with --feed live');
    return { kind: 'live' };
  }
  if (feed === 'simulate') {
    if (speed === 'max') throw new UsageError('--speed max goes with --feed replay only');
    return { kind: 'simulate', speed: speed ?? '1' };
  }
  if (file === undefined) throw new UsageError('--feed replay needs --file PATH');
  try {
    accessSync(file, constants.R_OK);
  } catch (error) {
    throw new CliError(`the recording cannot be read: ${messageOf(error)}`);
  }
  return { kind: 'replay', speed: speed ?? '1', file: resolve(file) };
}

/** The feed's name in records (FEED_NAME) and for people. */
export const FEED_NAMES = {
  simulate: { record: 'simulated', shown: 'simulated' },
  replay: { record: 'replay', shown: 'replay' },
  live: { record: 'rugs', shown: 'live' },
} as const;

/** The Socket.IO server of simulated or replayed games. */
export function feedProcess(feed: Exclude<FeedChoice, { kind: 'live' }>): ProcessSpec {
  return {
    name: 'feed',
    stage: 'feed',
    launch: (previousUrl) => ({
      command: process.execPath,
      args: [bundlePath('packages/feed-simulator')],
      env: {
        ...process.env,
        FEED_SOURCE: feed.kind,
        FEED_SPEED: feed.speed,
        FEED_PORT: portOf(previousUrl),
        ...(feed.kind === 'replay' ? { FEED_FILE: feed.file } : {}),
      },
      ready: 'message',
    }),
  };
}
