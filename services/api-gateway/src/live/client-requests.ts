import { fullStatus } from '../endpoints/status.ts';
import type { Gateway } from '../gateway.ts';
import { sideBetAdvice } from '../views/side-bet.ts';
import { encoded } from './client.ts';
import type { FeedChannel } from './feed-channel.ts';

/** `resume SEQ` or `resume SEQ RUN`: the last update that the client has seen. */
const RESUME = /^resume (\d{1,15})(?: ([a-z0-9]{1,16}))?$/;

/** What a client that is in `channel` gets for a message of its own; nothing for one that is not known. */
export function answerTo(text: string, gateway: Gateway, channel: FeedChannel): readonly Buffer[] {
  const timestamp = new Date().toISOString();
  switch (text) {
    case 'ping':
      return [encoded({ type: 'pong', timestamp })];
    case 'status':
      return [encoded(fullStatus(gateway, channel.feed))];
    case 'state':
      return [channel.initial()];
    case 'side_bet': {
      const data = sideBetAdvice(channel.feed.mirror.state);
      return [encoded({ type: 'side_bet_recommendation', data, timestamp })];
    }
  }
  const [, seq, run] = RESUME.exec(text) ?? [];
  if (seq === undefined) return [];
  // What was missed, or everything when that is no longer known.
  return channel.recent.after(Number(seq), run) ?? [channel.initial()];
}
