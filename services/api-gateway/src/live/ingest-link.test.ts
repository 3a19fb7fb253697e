import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { encodeLive, type LiveHealth } from '@ted/messaging';
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
    socket.send(encodeLive(WORD));
    await link.heard;
    expect(link.state.connected).toBe(true);
  });

  it('is understood as JSON too, as an older ingest says it', async () => {
    const connected = once(ingest, 'connection');
    link.start();
    const [socket] = (await connected) as [WebSocket];
    socket.send(JSON.stringify(WORD));
    await link.heard;
    expect(link.state.connected).toBe(true);
  });

  it('is no word where it is garbled, and ends none', async () => {
    const connected = once(ingest, 'connection');
    link.start();
    const [socket] = (await connected) as [WebSocket];
    socket.send(encodeLive(WORD));
    await link.heard;
    let told = 0;
    link.on('message', () => told++);
    const changed = once(link, 'change');
    socket.send(encodeLive(WORD).subarray(0, -1));
    expect(await changed).toMatchObject([{ connected: false }]);
    expect(told).toBe(0);
    socket.send(encodeLive(WORD));
    expect(await once(link, 'change')).toMatchObject([{ connected: true }]);
    expect(told).toBe(1);
  });
});
