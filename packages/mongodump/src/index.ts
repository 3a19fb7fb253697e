export { dump, type DumpOptions } from './dump.ts';
export { restore, type RestoreOptions } from './restore.ts';
export { inspectDump } from './inspect.ts';
export { DumpError } from './errors.ts';
export type { CollectionReport, Progress } from './report.ts';
