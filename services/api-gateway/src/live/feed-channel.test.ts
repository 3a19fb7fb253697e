import { setImmediate } from 'node:timers/promises';
import type { WebSocket } from 'ws';
import type { LiveState, LiveUpdate } from '@ted/messaging';
import { newClient } from './client.ts';
import { FeedChannel } from './feed-channel.ts';
import { FollowedFeed } from './followed-feed.ts';
import { IngestLink } from './ingest-link.ts';

const moment = {
  cooldown_ms: null,
  game: null,
  forecast: { experts: [] },
  advice: { gates: [] },
  totals: { bets: {} },
};
const state = {
  ...{ type: 'state', seq: 0, at: 0, feed: 'simulated', feed_kind: 'simulated', started_at: 1 },
  ...{ history_size: 10, history: [], bets: [], ...moment },
} as unknown as LiveState;
const update = (seq: number) => ({ type: 'update', seq, at: seq, ...moment }) as unknown as LiveUpdate;

/** The updates that a client is told where sending takes 10 ms whenever `isSlow` says so of the n-th message, counted from 0. */
async function told(isSlow: (n: number) => boolean): Promise<number[]> {
  const link = new IngestLink(() => undefined);
  const channel = new FeedChannel(new FollowedFeed(link, 'simulated'), () => 0);
  const seqs: number[] = [];
  let sent = 0;
  const send = (text: Buffer): void => {
    const until = performance.now() + (isSlow(sent++) ? 10 : 0);
    while (performance.now() < until);
    const { type, seq } = JSON.parse(text.toString('utf8')) as { type: string; seq: number };
    if (type === 'update') seqs.push(seq);
  };
  channel.join({ readyState: 1, OPEN: 1, bufferedAmount: 0, send } as unknown as WebSocket, newClient(0));
  link.emit('message', state);
  link.emit('message', update(1));
  await setImmediate();
  // These come in one go.
  for (const seq of [2, 3, 4]) link.emit('message', update(seq));
  await setImmediate();
  return seqs;
}

it('sends every update, also after one time of sending that took long', async () => {
  expect(await told(() => false)).toEqual([1, 2, 3, 4]);
  expect(await told((n) => n === 1)).toEqual([1, 2, 3, 4]);
});

it('sends the newest of those that come in one go while sending always takes long', async () => {
  expect(await told(() => true)).toEqual([1, 4]);
});
