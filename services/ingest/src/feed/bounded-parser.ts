import { Decoder, Encoder } from 'socket.io-parser';

/** The largest packet of the real feed is about 376 KB; anything near this is garbage. */
export const MAX_PACKET_CHARACTERS = 4_000_000;

/**
 * The ordinary Socket.IO parser, except that a packet which is too large or cannot be parsed is dropped and counted
 * instead of closing the connection: one bad message must not cost the ones behind it.
 */
export function boundedParser(onRejected: (reason: 'oversized' | 'unparseable') => void) {
  class BoundedDecoder extends Decoder {
    override add(packet: unknown): void {
      if (typeof packet === 'string' && packet.length > MAX_PACKET_CHARACTERS) {
        onRejected('oversized');
        return;
      }
      try {
        super.add(packet);
      } catch {
        this.destroy(); // forgets a half-received binary packet
        onRejected('unparseable');
      }
    }
  }
  return { Encoder, Decoder: BoundedDecoder };
}
