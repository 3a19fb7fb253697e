import { once } from 'node:events';
import type { Socket } from 'node:net';
import { MongoError } from '../errors.ts';
import type { ServerState } from '../commands/command.ts';
import { ConnectionCut } from '../fail-points.ts';
import { runCommand } from '../commands/run-command.ts';
import { frame, OpCode, ProtocolError, readFrames, type Frame } from './frames.ts';
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
  try {
    for await (const request of readFrames(socket)) {
      busy = true;
      const parts = await answer(request, { server, connectionId, signal: ended.signal });
      if (parts) {
        const opCode = request.opCode === OpCode.query ? OpCode.reply : OpCode.message;
        const isFull = !socket.write(frame(opCode, nextRequestId++, request.requestId, parts));
        if (isFull && !stop.aborted) await once(socket, 'drain', { signal: ended.signal });
      }
      busy = false;
      if (stop.aborted) break;
    }
  } catch (error) {
    if (!isConnectionEnd(error)) throw error;
  } finally {
    stop.removeEventListener('abort', onStop);
    socket.destroySoon(); // after what is written has gone out
  }
}

interface Context {
  server: ServerState;
  connectionId: number;
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
