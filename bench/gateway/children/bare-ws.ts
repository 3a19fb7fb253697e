import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';

/** Sends the same bytes to everybody, as often as it is told to: the least that a broadcast can cost. */
export async function bareWs({ message }: { message: string }): Promise<void> {
  const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  const at = /"at":\d+/;
  let timer: NodeJS.Timeout | undefined;
  process.on('message', ({ perSecond }: { perSecond: number }) => {
    clearInterval(timer);
    if (perSecond === 0) return;
    timer = setInterval(() => {
      const bytes = Buffer.from(message.replace(at, `"at":${Date.now()}`));
      for (const socket of sockets.clients) socket.send(bytes, { binary: false });
    }, 1000 / perSecond);
  });
  await new Promise((resolve) => sockets.once('listening', resolve));
  process.send!({ url: `http://127.0.0.1:${(sockets.address() as AddressInfo).port}` });
}
