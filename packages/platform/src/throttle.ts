/** Lets a message through at most once per interval and key; says how many were held back. For noisy causes. */
export function createThrottle(intervalMs: number, now: () => number = () => performance.now()) {
  const seen = new Map<string, { at: number; held: number }>();
  /** Returns undefined when the message must be held back, else the number of those held back since the last one. */
  return (key: string): number | undefined => {
    const last = seen.get(key);
    if (last && now() - last.at < intervalMs) {
      last.held++;
      return undefined;
    }
    seen.set(key, { at: now(), held: 0 });
    return last?.held ?? 0;
  };
}
