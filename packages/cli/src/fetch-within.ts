/**
 * `fetch`, with `read` on its answer, within a time. The timer keeps the process alive, which that of AbortSignal.timeout does not: when a
 * server closes a connection at once (a published port whose container is only starting), the fetch of Node 20 waits for nothing, and the
 * process would end in the middle of it with exit code 13.
 * @throws what fetch and `read` throw; an AbortError when the time is over
 */
export async function fetchWithin<T>(
  ms: number,
  url: URL,
  headers: Record<string, string>,
  read: (answer: Response) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new Error(`no answer within ${ms / 1000} s`)), ms);
  try {
    return await read(await fetch(url, { headers, signal: controller.signal }));
  } finally {
    clearTimeout(timer);
  }
}
