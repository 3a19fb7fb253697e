import { Packr } from 'msgpackr';
import type { LiveMessage } from './live.ts';

/** WebSocket subprotocol of whoever reads MessagePack on `/live`; others are sent JSON (ADR 53). */
export const LIVE_PACKED = 'ted-live.msgpack';

/**
 * Plain maps, as every MessagePack library reads them: each message stands by itself. Their sizes are counted beforehand, which
 * costs less than to write each as if it were large.
 */
const packr = new Packr({ useRecords: false, variableMapSize: true });

/** The message as it goes to who speaks {@link LIVE_PACKED}. */
export const encodeLive = (message: LiveMessage): Buffer => packr.pack(message);

/** What a message on `/live` says, not validated yet; undefined if it is garbled. */
export function decodeLive(data: Buffer, isBinary: boolean): unknown {
  try {
    return isBinary ? packr.unpack(data) : JSON.parse(data.toString('utf8'));
  } catch {
    return undefined;
  }
}
