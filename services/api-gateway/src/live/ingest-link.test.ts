import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import type { LiveHealth } from '@ted/messaging';
import { quietOutbox } from '../testing/quiet-outbox.ts';
import { IngestLink } from './ingest-link.ts';

const WORD: LiveHealth = {
  type: 'health',
  history_size: 200,
  totals: {
    connected: true,
    reconnects: 0,
    updates: 0,
    rejected: {},
    games: 0,
    last_update_at: null,
    bets: { total: 0, positive_ev: 0, won: 0, lost: 0, total_ev: 0 },
  },
  outbox: quietOutbox,
};

describe("ingest's first word", () => {
  let ingest: WebSocketServer;
  let link: IngestLink;
  beforeEach(async () => {
    ingest = new WebSocketServer({ port: 0, host: '127.0.0.1', path: '/live' });
    await once(ingest, 'listening');
    const url = `http://127.0.0.1:${(ingest.address() as AddressInfo).port}`;
    link = new IngestLink(() => ({ url }));
  });
  afterEach(() => {
    link.stop();
    for (const socket of ingest.clients) socket.terminate();
    ingest.close();
  });

  it('is waited for: a connection alone is none', async () => {
    const connected = once(ingest, 'connection');
    link.start();
    let heard = false;
    void link.heard.then(() => (heard = true));
    const [socket] = (await connected) as [WebSocket];
    expect(heard).toBe(false);
    socket.send(JSON.stringify(WORD));
    await link.heard;
    expect(link.state.connected).toBe(true);
  });
});
