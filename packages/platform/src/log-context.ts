import { AsyncLocalStorage } from 'node:async_hooks';

const context = new AsyncLocalStorage<Readonly<Record<string, string>>>();

/** Runs something whose log lines all carry these fields (a request's id, a job's): also those of what it awaits and calls. */
export function withLogFields<T>(fields: Readonly<Record<string, string>>, work: () => T): T {
  return context.run({ ...context.getStore(), ...fields }, work);
}

/** The fields that a line logged now carries. */
export const logFields = (): Readonly<Record<string, string>> => context.getStore() ?? {};
