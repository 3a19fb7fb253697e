import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Logger } from './logger.ts';

/** A value at the moment of a scrape: one, none (null: not known), or one for each set of labels. */
export type Reading = number | null | { labels: Record<string, string>; value: number }[];
type Read = () => Reading | Promise<Reading>;

/**
 * How often the event loop is looked at; its lag, as the library tells it, holds this time. Each look wakes the process up: every
 * 10 ms, as the library would, was a seventh of all that idle services took.
 */
const EVENT_LOOP_LOOK_MS = 50;

/** A reading with one label. */
export const byLabel = (label: string, values: Readonly<Record<string, number>>): Reading =>
  Object.entries(values).map(([name, value]) => ({ labels: { [label]: name }, value }));

/**
 * A service's Prometheus metrics, with those of the process and its event loop. The only place that knows the library.
 * Names follow Prometheus' conventions: base units (seconds, bytes), `_total` for counters.
 */
export class Metrics {
  readonly #registry = new Registry();

  constructor() {
    collectDefaultMetrics({
      register: this.#registry,
      eventLoopMonitoringPrecision: EVENT_LOOP_LOOK_MS,
    });
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  /** Everything in Prometheus' text format. Rejects if a reading does. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }

  /** A count that its owner raises. */
  counter<L extends string>(name: string, help: string, labelNames: readonly L[] = []): Counter<L> {
    return new Counter({ name, help, labelNames, registers: [this.#registry] });
  }

  /** Times in seconds (or other amounts), counted in buckets with these upper bounds. */
  histogram<L extends string>(
    name: string,
    help: string,
    buckets: number[],
    labelNames: readonly L[] = [],
  ): Histogram<L> {
    return new Histogram({ name, help, buckets, labelNames, registers: [this.#registry] });
  }

  /** A count that somebody keeps anyway, read at every scrape. */
  total(name: string, help: string, read: Read, labelNames: readonly string[] = []): void {
    new Counter({
      name,
      help,
      labelNames,
      registers: [this.#registry],
      async collect() {
        fill(this, await read(), labelNames);
      },
    });
  }

  /** A value that goes up and down, read at every scrape. */
  gauge(name: string, help: string, read: Read, labelNames: readonly string[] = []): void {
    new Gauge({
      name,
      help,
      labelNames,
      registers: [this.#registry],
      async collect() {
        fill(this, await read(), labelNames);
      },
    });
  }

  /** Counts the lines that are logged, by level. */
  countLines(logger: Logger): void {
    const lines = this.counter('ted_log_lines_total', 'Log lines, by level', ['level']);
    // So that a first error is an increase, which a rule can see.
    for (const level of ['error', 'warn']) lines.inc({ level }, 0);
    logger.on('data', ({ level }: { level: string }) => lines.inc({ level }));
  }
}

function fill(
  metric: Counter<string> | Gauge<string>,
  reading: Reading,
  labelNames: readonly string[],
): void {
  metric.reset();
  if (typeof reading === 'number') metric.inc(reading);
  else if (reading !== null) for (const { labels, value } of reading) metric.inc(labels, value);
  // Without labels a reset leaves a 0 behind, which would be a claim.
  else if (labelNames.length === 0) metric.remove();
}
