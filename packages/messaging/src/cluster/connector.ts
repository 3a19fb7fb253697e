import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { pause } from '@ted/platform';
import { AbstractConnector } from 'ioredis';
import { findMaster, type ClusterPlace } from './find-master.ts';

/**
 * How an ordinary connection of ioredis finds its server in a cluster: as it does with sentinels, it asks at every connection who the
 * master is now, and searches on until there is one.
 * @param key whose slot's master is meant
 */
export function clusterConnector(
  place: ClusterPlace,
  key: string,
  retryMs: (attempt: number) => number,
): new (options: unknown) => AbstractConnector {
  return class ClusterConnector extends AbstractConnector {
    /** A search that was given up must not connect after a later one. */
    #search = 0;

    constructor(options: unknown) {
      super((options as { disconnectTimeout: number }).disconnectTimeout);
    }

    async connect(report: (event: string, error: Error) => void): Promise<Socket | TLSSocket> {
      this.connecting = true;
      const search = ++this.#search;
      for (let attempt = 1; ; attempt++) {
        const found = await findMaster(place, key).then(
          (master) => master,
          (error: Error) => error,
        );
        if (!this.connecting || search !== this.#search) throw new Error('Connection is closed.');
        if (!(found instanceof Error)) {
          this.stream = place.tls ? connectTls({ ...found, servername: found.host }) : connectPlain(found);
          this.stream.once('error', (error: Error) => (this.firstError = error));
          return this.stream;
        }
        report('error', found);
        await pause(retryMs(attempt));
      }
    }
  };
}
