import type { Inject } from '../chaos.ts';
import { untilCaughtUp } from '../wait.ts';
import { oneOf, signal } from './processes.ts';

/** kill -9 of ingest at a random moment of a game or between two. */
export const killIngest: Inject = async (chaos) => {
  const { pid } = await oneOf(chaos, (name) => name === 'ingest');
  const lagMs = await untilCaughtUp(chaos);
  const sessions = chaos.feed.log.sessions.length;
  const from = Date.now();
  signal(pid, 'SIGKILL');
  await chaos.feed.until(({ log }) => log.sessions.length > sessions);
  const away = chaos.feed.log.sessions.at(-1)!.from - from;
  await untilCaughtUp(chaos);
  const note = `behind by ${lagMs} ms; connected again after ${(away / 1000).toFixed(1)} s`;
  return { from, to: from, lagMs, note };
};
