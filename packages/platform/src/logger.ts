import winston from 'winston';
import { logFields } from './log-context.ts';

export type Logger = winston.Logger;

/**
 * A service's logger: one line an event on standard output, where `./ted` (into `logs/backend.log`) or the container
 * engine picks it up, so that no two processes ever write the same file.
 */
export function createLogger(service: string, options: { level: string; format: 'text' | 'json' }): Logger {
  // Whoever reads the log may be gone before us; that must not spoil an orderly stop. One who hears of it is enough for all loggers.
  if (process.stdout.listenerCount('error') === 0) process.stdout.on('error', () => undefined);
  const { combine, timestamp, printf, json } = winston.format;
  const withContext = winston.format((info) => Object.assign(info, logFields()));
  const asText = printf(
    (info) => `${String(info.timestamp)} ${info.level} [${service}] ${String(info.message)}`,
  );
  return winston.createLogger({
    level: options.level,
    defaultMeta: { service },
    format: combine(timestamp(), options.format === 'json' ? combine(withContext(), json()) : asText),
    transports: [new winston.transports.Console({ stderrLevels: [] })],
  });
}
