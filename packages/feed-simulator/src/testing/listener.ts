import type { Socket } from 'socket.io-client';
import { io } from 'socket.io-client';

/** Whatever a message holds: what that is, is what the tests look at. */
export type Json = ReturnType<typeof JSON.parse>;

/** A real client that keeps what it hears. */
export interface Listener {
  socket: Socket;
  heard: { event: string; args: Json[]; atMs: number }[];
  /** Waits until the predicate holds for what was heard so far; checked at every event. */
  until(predicate: (heard: Listener['heard']) => boolean): Promise<void>;
  /** The gameStateUpdates heard so far. */
  updates(): unknown[];
}

export async function listen(url: string): Promise<Listener> {
  const socket = io(url, { transports: ['websocket'], forceNew: true });
  const heard: Listener['heard'] = [];
  let awaited: { predicate: Parameters<Listener['until']>[0]; resolve: () => void } | undefined;
  socket.onAny((event: string, ...args) => {
    heard.push({ event, args, atMs: performance.now() });
    if (!awaited?.predicate(heard)) return;
    awaited.resolve();
    awaited = undefined;
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  return {
    socket,
    heard,
    until: async (predicate) => {
      if (!predicate(heard)) await new Promise<void>((resolve) => (awaited = { predicate, resolve }));
    },
    updates: () =>
      heard.filter(({ event }) => event === 'gameStateUpdate').map(({ args }): unknown => args[0]),
  };
}
