import { NotPossible, type Chaos, type Inject } from '../chaos.ts';
import type { Network, Place } from '../network.ts';
import { pause } from '../wait.ts';

export function networkOf({ network }: Chaos): Network {
  if (!network) throw new NotPossible('there are no wires in this topology');
  return network;
}

/** Nothing passes between these services and those servers, and nothing closes, until the time is over. */
const cut =
  (places: readonly Place[], ...servers: string[]): Inject =>
  async (chaos, durationMs) => {
    const network = networkOf(chaos);
    const from = Date.now();
    const ends = servers.map((server) => network.stall(places, server));
    try {
      await pause(chaos, durationMs);
    } finally {
      for (const end of ends) end();
    }
    return { from, to: Date.now(), note: `${places.join(', ')} from ${servers.join(', ')}` };
  };

export const cutIngestFromRedis = cut(['ingest'], 'redis');
export const cutWorkersFromRedis = cut(['workers'], 'redis');
export const cutWorkersFromMongo = cut(['workers'], 'mongodb');
export const cutGateway = cut(['gateway'], 'redis', 'mongodb', 'ingest-1');
