/** A bundle of its own, read only when traces are switched on. */
export { OtlpTracing } from '@ted/messaging/tracing';
