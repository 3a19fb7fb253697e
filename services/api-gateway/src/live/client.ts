import type { WebSocket } from 'ws';
import { MessageBudget } from './message-budget.ts';

/** A client that has this much unread misses updates until it has read on; one that reads nothing for so long is dropped. */
const MAX_UNREAD_BYTES = 256_000;
const MAX_UNREAD_MS = 5000;

/** What is known of a WebSocket client. Times by a clock that nobody sets, in ms. */
export interface Client {
  budget: MessageBudget;
  /** When something was sent to it alone. */
  sentAt: number;
  pingedAt: number;
  answered: boolean;
  /** Since when it has too much unread. */
  behindSince: number | undefined;
}

export const newClient = (now: number): Client => ({
  budget: new MessageBudget(),
  sentAt: now,
  pingedAt: now,
  answered: true,
  behindSince: undefined,
});

export const encoded = (message: object): Buffer => Buffer.from(JSON.stringify(message));

const AS_TEXT = { binary: false };

/** Sends what was encoded, unless the client has too much unread. */
export function send(socket: WebSocket, client: Client, text: Buffer, now: number): void {
  if (socket.readyState !== socket.OPEN) return;
  if (socket.bufferedAmount > MAX_UNREAD_BYTES) {
    client.behindSince ??= now;
    if (now - client.behindSince > MAX_UNREAD_MS) socket.terminate();
    return;
  }
  client.behindSince = undefined;
  socket.send(text, AS_TEXT);
}
