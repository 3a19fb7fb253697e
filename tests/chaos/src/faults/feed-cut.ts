import type { Chaos, Inject } from '../chaos.ts';
import { untilCaughtUp } from '../wait.ts';

/** The feed's history holds ten games: after more of them nobody is told the end of the one that ran. */
const GAMES_UNTIL_FORGOTTEN = 12;

/** The connection to the feed is cut; the listener may come back once `returns` has resolved. */
const cut =
  (returns?: (chaos: Chaos, gameId: string) => Promise<void>): Inject =>
  async (chaos) => {
    const { feed } = chaos;
    const lagMs = await untilInMidGame(chaos);
    const { gameId, tick } = feed.running!;
    const sessions = feed.log.sessions.length;
    const from = Date.now();
    feed.cut({ refuse: returns !== undefined });
    await returns?.(chaos, gameId);
    feed.allow();
    const to = Date.now();
    await feed.until(({ log }) => log.sessions.length > sessions);
    await untilCaughtUp(chaos);
    return { from, to, note: `${gameId} at tick ${tick}, behind by ${lagMs} ms` };
  };

/** In the middle of a game that was seen for some time: the interesting place. Ingest has taken what was sent until then. */
async function untilInMidGame(chaos: Chaos): Promise<number> {
  const { feed } = chaos;
  for (;;) {
    await feed.until(({ running }) => running !== undefined && running.tick > 60);
    const lagMs = await untilCaughtUp(chaos);
    if (feed.running && feed.running.tick > 60) return lagMs;
  }
}

export const cutFeed = cut();

/** The running game rugs while nobody listens. */
export const cutFeedDuringRug = cut(({ feed }, gameId) =>
  feed.until(({ running }) => running !== undefined && running.gameId !== gameId),
);

/** So many games pass that the one that ran is not in the history any more. */
export const cutFeedForLong = cut(({ feed }) => {
  const { ended } = feed;
  return feed.until((now) => now.ended >= ended + GAMES_UNTIL_FORGOTTEN);
});
