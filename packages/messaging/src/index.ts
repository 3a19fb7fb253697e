export * from './batch-consumer.ts';
export * from './batch-producer.ts';
export * from './batch.ts';
export { InterruptedError } from './interrupted.ts';
export * from './live.ts';
export * from './maintenance.ts';
export * from './queues.ts';
export * from './records.ts';
export * from './worker-reports.ts';
