/**
 * Preloaded into TED's processes by the chaos run (NODE_OPTIONS): a clock that the run can set wrong, and workers that a
 * certain record kills.
 */
import { readFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { Duplex } from 'node:stream';

/** Where each service's connections come from; see src/network.ts. */
const ADDRESSES = { ingest: '127.1.1.', 'persistence-worker': '127.1.2.', 'api-gateway': '127.1.3.' };

const service = /services\/([^/]+)\/dist/.exec(process.argv[1] ?? '')?.[1];
if (service) followClock(process.env.CHAOS_CLOCK);
if (service && process.env.CHAOS_WIRES) useWires(process.env.CHAOS_WIRES);
if (service === 'persistence-worker') dieOf(Number(process.env.CHAOS_KILLER_PRICE));

/** Date is as many ms ahead as the file says for all processes or for this one; timers go on, as with a real clock. */
function followClock(file) {
  const RealDate = Date;
  let offset = 0;
  setInterval(() => {
    try {
      const offsets = JSON.parse(readFileSync(file, 'utf8'));
      offset = offsets[process.pid] ?? offsets.all ?? 0;
    } catch {
      // not there (yet)
    }
  }, 100).unref();
  const now = () => RealDate.now() + offset;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(
        target,
        args.length === 0 ? [now()] : args,
        newTarget === globalThis.Date ? target : newTarget,
      ),
    apply: () => new RealDate(now()).toString(),
    get: (target, key) => (key === 'now' ? now : target[key]),
  });
}

/** Connections on this machine go out from the service's own address, and to the ports that the file names instead of others. */
function useWires(file) {
  // The second replica of ingest has a folder of its own.
  const replica = /-(\d+)$/.exec(process.env.DATA_DIR ?? '')?.[1] ?? '1';
  const localAddress = ADDRESSES[service] + replica;
  const connect = Socket.prototype.connect;
  Socket.prototype.connect = function (...args) {
    const options = [args[0], args[0]?.[0]].find((value) => typeof value?.port !== 'undefined');
    if (options && (options.host === '127.0.0.1' || options.host === 'localhost')) {
      options.localAddress = localAddress;
      options.port = wiredPort(file, options.port);
    }
    return connect.apply(this, args);
  };
}

function wiredPort(file, port) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))[port] ?? port;
  } catch {
    return port;
  }
}

/** Ends this process before it sends a document with this number to MongoDB. Dead letters hold it as text. */
function dieOf(price) {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleLE(price);
  Socket.prototype.write = function (chunk, ...rest) {
    if (
      chunk instanceof Uint8Array &&
      Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length).includes(bytes)
    )
      process.kill(process.pid, 'SIGKILL');
    return Duplex.prototype.write.call(this, chunk, ...rest);
  };
}
