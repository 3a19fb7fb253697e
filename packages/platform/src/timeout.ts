/** An operation that did not answer in time. */
export class TimeoutError extends Error {
  override name = 'TimeoutError';
}

/** The promise's outcome, or a {@link TimeoutError} after `ms`. The operation itself is not cancelled. */
export async function withTimeout<T>(promise: Promise<T>, ms: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TimeoutError(`${what} did not answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits for the promise, but not longer than `ms`: what it waits for may be away. */
export async function atMost(promise: Promise<unknown>, ms: number): Promise<void> {
  const waiting = new AbortController();
  await Promise.race([promise, pause(ms, waiting.signal)]).finally(() => waiting.abort());
}

/** Waits, or returns early when the signal is aborted. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done);
  });
}
