import { once } from 'node:events';
import type { Socket } from 'node:net';
import { Login } from '../auth/login.ts';
import { MongoError } from '../errors.ts';
import type { ServerState } from '../commands/command.ts';
import { ConnectionCut } from '../fail-points.ts';
import { runCommand } from '../commands/run-command.ts';
import {
  frame,
  MAX_BYTES_BEFORE_LOGIN,
  MAX_MESSAGE_BYTES,
  OpCode,
  ProtocolError,
  readFrames,
  type Frame,
  type FrameLimits,
} from './frames.ts';
import type { IncomingBytes } from './incoming.ts';
import { messageParts, readMessage, readQuery, replyParts } from './message.ts';

/**
 * Serves one client: its requests one after the other, each answered before the next is read, so that a client that does
 * not read its answers stops itself. Resolves when the connection has ended; what is malformed ends only this connection.
 */
export async function serveConnection(
  socket: Socket,
  connectionId: number,
  server: ServerState,
  stop: AbortSignal,
): Promise<void> {
  const ended = new AbortController();
  let busy = false;
  const onClose = () => ended.abort();
  const onStop = () => {
    ended.abort();
    if (!busy) socket.destroy();
  };
  socket.once('close', onClose);
  stop.addEventListener('abort', onStop);
  let nextRequestId = 1;
  const login = new Login(server.user);
  const waiting = new Waiting(socket, server.incoming);
  try {
    for await (const request of readFrames(socket, limitsOf(waiting, login))) {
      busy = true;
      const parts = await answer(request, { server, connectionId, login, signal: ended.signal });
      if (parts) {
        const opCode = request.opCode === OpCode.query ? OpCode.reply : OpCode.message;
        const isFull = !socket.write(frame(opCode, nextRequestId++, request.requestId, parts));
        if (isFull && !stop.aborted) await drained(socket, ended.signal);
      }
      busy = false;
      if (stop.aborted) break;
    }
  } catch (error) {
    if (!isConnectionEnd(error)) throw error;
  } finally {
    stop.removeEventListener('abort', onStop);
    waiting.set(0);
    socket.destroySoon(); // after what is written has gone out
  }
}

/** A client that takes longer for a message or for reading an answer is gone, or wants to do harm. */
const PATIENCE_MS = 60_000;

async function drained(socket: Socket, signal: AbortSignal): Promise<void> {
  const timer = setTimeout(() => socket.destroy(), PATIENCE_MS);
  await once(socket, 'drain', { signal }).finally(() => clearTimeout(timer));
}

/** Bytes of one connection that wait for the rest of their message; for a while only. */
class Waiting {
  readonly #socket: Socket;
  readonly #all: IncomingBytes;
  #bytes = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(socket: Socket, all: IncomingBytes) {
    this.#socket = socket;
    this.#all = all;
  }

  set(bytes: number): void {
    this.#all.add(bytes - this.#bytes);
    this.#bytes = bytes;
    if (bytes > 0) this.#timer ??= setTimeout(() => this.#socket.destroy(), PATIENCE_MS);
    else if (this.#timer) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
    }
  }
}

const limitsOf = (waiting: Waiting, login: Login): FrameLimits => ({
  maxBytes: () => (login.isAllowed ? MAX_MESSAGE_BYTES : MAX_BYTES_BEFORE_LOGIN),
  onWaiting: (bytes) => waiting.set(bytes),
});

interface Context {
  server: ServerState;
  connectionId: number;
  login: Login;
  signal: AbortSignal;
}

async function answer(request: Frame, context: Context): Promise<Buffer[] | undefined> {
  if (request.opCode === OpCode.query) {
    const query = readQuery(request.body);
    if (!query) throw new ProtocolError('OP_QUERY for anything but a command');
    return replyParts(await runCommand({ ...query, sequences: new Map(), ...context }));
  }
  if (request.opCode !== OpCode.message) throw new ProtocolError(`opcode ${request.opCode}`);
  const { command, sequences, noReply } = readMessage(request.body);
  const reply = await runCommand({ command, sequences, ...context });
  return noReply ? undefined : messageParts(reply);
}

/** The client has gone, or has sent what is no message. */
function isConnectionEnd(error: unknown): boolean {
  if (error instanceof ProtocolError || error instanceof MongoError || error instanceof ConnectionCut)
    return true;
  const code = (error as NodeJS.ErrnoException).code;
  return ['ECONNRESET', 'EPIPE', 'ABORT_ERR', 'ERR_STREAM_PREMATURE_CLOSE', 'ETIMEDOUT'].includes(code ?? '');
}
