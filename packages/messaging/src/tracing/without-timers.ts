import { SpanKind, type Attributes, type Context, type Link } from '@opentelemetry/api';
import { SamplingDecision, type Sampler, type SamplingResult } from '@opentelemetry/sdk-trace-node';

/**
 * Begins a trace for what goes into a queue or comes out of it, and none for BullMQ's own timers: a worker looks for stalled jobs and for
 * the next one several times a second, whether there is work or not.
 */
export class WithoutTimers implements Sampler {
  shouldSample(
    _context: Context,
    _traceId: string,
    _name: string,
    kind: SpanKind,
    _attributes: Attributes,
    _links: Link[],
  ): SamplingResult {
    const decision =
      kind === SpanKind.INTERNAL ? SamplingDecision.NOT_RECORD : SamplingDecision.RECORD_AND_SAMPLED;
    return { decision };
  }

  toString(): string {
    return 'WithoutTimers';
  }
}
