import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Telemetry } from 'bullmq';

/** Traces of batches on their way from ingest through BullMQ into MongoDB; see docs/runbook.md. */
export interface Tracing {
  /** For queues and workers: BullMQ makes a span of every `add` and `process`, and carries the trace in the job. None while off. */
  readonly telemetry?: Telemetry;
  /** Runs a piece of work as a span within the one that runs now. What it throws is noted there and thrown on. */
  span<T>(name: string, work: () => Promise<T>): Promise<T>;
  /** Sends what is left, within 2 s. */
  close(): Promise<void>;
}

export const NO_TRACING: Tracing = { span: (_name, work) => work(), close: () => Promise.resolve() };

/** What a service's `tracing.cjs` exports: OpenTelemetry, in a bundle of its own. */
interface Entry {
  OtlpTracing: new (service: string, endpoint: string, onProblem: OnProblem) => Tracing;
}

type OnProblem = (message: string) => void;

/**
 * Traces to an OTLP/HTTP collector, or none without an endpoint: then `entry` is not even read.
 * @param service name of the service in the traces
 * @param endpoint base URL of the collector; `/v1/traces` is added
 * @param onProblem is told, for example, that the collector does not answer; spans are dropped then
 */
export function openTracing(
  entry: URL,
  service: string,
  endpoint: string | undefined,
  onProblem: OnProblem,
): Tracing {
  if (endpoint === undefined) return NO_TRACING;
  // A bundle cannot import() (scripts/run-bundle.js).
  const { OtlpTracing } = createRequire(entry)(fileURLToPath(entry)) as Entry;
  return new OtlpTracing(service, endpoint, onProblem);
}
