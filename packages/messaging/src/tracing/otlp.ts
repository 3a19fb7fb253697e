import { context, diag, DiagLogLevel, SpanStatusCode, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider, ParentBasedSampler } from '@opentelemetry/sdk-trace-node';
import { BullMQOtel } from 'bullmq-otel';
import { WithoutTimers } from './without-timers.ts';
import type { Tracing } from './tracing.ts';

/** Spans that wait for the collector; more are dropped. About 1 KB each. */
const MAX_WAITING = 2048;
const SEND_EVERY_MS = 1000;
/** For an export with all its repetitions, and for the last one at a stop. */
const EXPORT_TIMEOUT_MS = 2000;

/** Makes traces and sends them over OTLP/HTTP as JSON. One in a thread: OpenTelemetry's API knows one tracer. */
export class OtlpTracing implements Tracing {
  readonly telemetry: BullMQOtel;
  readonly #provider: NodeTracerProvider;
  readonly #service: string;

  constructor(service: string, endpoint: string, onProblem: (message: string) => void) {
    const tell = (message: string): void => onProblem(`Traces: ${message}`);
    diag.setLogger(
      { error: tell, warn: tell, info: () => {}, debug: () => {}, verbose: () => {} },
      DiagLogLevel.WARN,
    );
    const exporter = new OTLPTraceExporter({
      url: `${endpoint.replace(/\/$/, '')}/v1/traces`,
      timeoutMillis: EXPORT_TIMEOUT_MS,
    });
    this.#service = service;
    this.#provider = new NodeTracerProvider({
      resource: resourceFromAttributes({ 'service.namespace': 'ted', 'service.name': service }),
      sampler: new ParentBasedSampler({ root: new WithoutTimers() }),
      spanProcessors: [
        new BatchSpanProcessor(exporter, { maxQueueSize: MAX_WAITING, scheduledDelayMillis: SEND_EVERY_MS }),
      ],
    });
    this.#provider.register();
    this.telemetry = new BullMQOtel({ tracerName: 'ted' });
  }

  span<T>(name: string, work: () => Promise<T>): Promise<T> {
    const span = trace.getTracer(this.#service).startSpan(name);
    return context.with(trace.setSpan(context.active(), span), async () => {
      try {
        return await work();
      } catch (error) {
        span.recordException(error as Error);
        span.setStatus({ code: SpanStatusCode.ERROR });
        throw error;
      } finally {
        span.end();
      }
    });
  }

  async close(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, EXPORT_TIMEOUT_MS)));
    await Promise.race([this.#provider.shutdown().catch(() => undefined), late]);
    clearTimeout(timer);
  }
}
