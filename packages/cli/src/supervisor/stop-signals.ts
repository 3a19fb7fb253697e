/** `npm start` passes a Ctrl-C on to TED, which the terminal has already given it: that is one wish, not two. */
const SAME_WISH_MS = 1_000;

/**
 * Calls `stop` at the first SIGINT, SIGTERM or SIGHUP (the terminal was closed), and `force` at a second one.
 * @returns takes the handlers away again
 */
export function onStopSignals(stop: (signal: string) => void, force: () => void): () => void {
  let firstAt: number | undefined;
  const handler = (signal: string): void => {
    if (firstAt === undefined) {
      firstAt = Date.now();
      stop(signal);
    } else if (Date.now() - firstAt > SAME_WISH_MS) force();
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, handler);
  return () => {
    for (const signal of signals) process.off(signal, handler);
  };
}
