import winston from 'winston';

export type Logger = winston.Logger;

/**
 * A service's logger: one line an event on standard output, where `./ted` (into `logs/backend.log`) or the container
 * engine picks it up, so that no two processes ever write the same file.
 */
export function createLogger(service: string, options: { level: string; format: 'text' | 'json' }): Logger {
  // Whoever reads the log may be gone before us; that must not spoil an orderly stop.
  process.stdout.on('error', () => undefined);
  const { combine, timestamp, printf, json } = winston.format;
  const asText = printf(
    (info) => `${String(info.timestamp)} ${info.level} [${service}] ${String(info.message)}`,
  );
  return winston.createLogger({
    level: options.level,
    defaultMeta: { service },
    format: combine(timestamp(), options.format === 'json' ? json() : asText),
    transports: [new winston.transports.Console({ stderrLevels: [] })],
  });
}

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
