import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import type { LiveState, LiveUpdate } from '@ted/messaging';

/** What ingest tells its gateways, as often as it is told to: the state of a real one, its tick and time moved on. */
export async function fakeIngest({ state }: { state: LiveState }): Promise<void> {
  const server = createServer();
  const sockets = new WebSocketServer({ server, path: '/live', perMessageDeflate: false });
  sockets.on('connection', (socket) => socket.send(JSON.stringify({ ...state, seq: 0 })));
  const { outbox, history_size, totals, cooldown_ms, game, forecast, advice } = state;
  let seq = 0;
  const all = (message: object) => {
    const text = JSON.stringify(message);
    for (const socket of sockets.clients) socket.send(text);
  };
  const update = () => {
    const tick = (game?.tick ?? 0) + 1;
    if (game) game.tick = tick;
    forecast.tick = tick;
    const moment = { seq: ++seq, at: Date.now(), cooldown_ms, game, forecast, advice, totals };
    all({ type: 'update', ...moment } satisfies LiveUpdate);
  };
  setInterval(() => all({ type: 'health', history_size, totals, outbox }), 1000);
  let timer: NodeJS.Timeout | undefined;
  process.on('message', ({ perSecond }: { perSecond: number }) => {
    clearInterval(timer);
    if (perSecond > 0) timer = setInterval(update, 1000 / perSecond);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  process.send!({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
}
