import { once } from 'node:events';
import { WebSocket } from 'ws';
import { decodeLive, LIVE_PACKED, type LiveMessage } from '@ted/messaging';
import { steadyNow, type Sighting } from '../sightings.ts';

export interface WatchersOptions {
  /** Of ingest. */
  url: string;
  feeds: number;
  sampleEvery: number;
}

const AT_A_TIME = 50;

/** Watches the live state of every feed, as a gateway does that follows them all; of some it says when each tick came. */
export async function watchers({ url, feeds, sampleEvery }: WatchersOptions): Promise<void> {
  let messages = 0;
  let sightings: Sighting[] = [];
  const open = async (index: number): Promise<void> => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/live?feed=f${index}`, LIVE_PACKED, {
      perMessageDeflate: false,
    });
    socket.on('message', (data: Buffer, isBinary) => {
      const at = steadyNow();
      messages++;
      if (index % sampleEvery !== 0) return;
      const message = decodeLive(data, isBinary) as LiveMessage;
      if (message.type === 'health' || !message.game) return;
      const { game_id, tick } = message.game;
      sightings.push([`${index} ${game_id} ${tick}`, at]);
    });
    await once(socket, 'open');
  };
  for (let i = 0; i < feeds; i += AT_A_TIME)
    await Promise.all(Array.from({ length: Math.min(AT_A_TIME, feeds - i) }, (_, n) => open(i + n)));
  process.on('message', ({ begin: start }: { begin: boolean }) => {
    if (!start) process.send!({ messages, sightings });
    [messages, sightings] = [0, []];
  });
  process.send!({});
}
