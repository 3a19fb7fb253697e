import type { FeedSource, Frame } from './feed-source.ts';

/** A hand-made frame: without `delayMs` it follows at once. */
export type HandMadeFrame = Omit<Frame, 'delayMs'> & { delayMs?: number };

/** A source of hand-made frames, any garbage included; ends with its list. */
export function frames(
  list: Iterable<HandMadeFrame> | AsyncIterable<HandMadeFrame>,
  options: { speed?: number; onConnect?: FeedSource['onConnect'] } = {},
): FeedSource {
  const { speed = 1, onConnect } = options;
  return {
    speed,
    ...(onConnect && { onConnect }),
    async *frames() {
      for await (const frame of list) yield { delayMs: 0, ...frame };
    },
  };
}
