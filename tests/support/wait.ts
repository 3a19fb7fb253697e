/** Asks until the answer satisfies, or fails with the last answer. For states that announce themselves to nobody. */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T> | T,
  satisfies: (answer: T) => boolean,
  timeoutMs = 20_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    let answer: T | undefined;
    let problem: unknown;
    try {
      answer = await ask();
      if (satisfies(answer)) return answer;
    } catch (error) {
      problem = error;
    }
    if (Date.now() > deadline) {
      const last = problem instanceof Error ? problem.message : JSON.stringify(answer);
      throw new Error(`${what}: not within ${timeoutMs} ms; last answer: ${last?.slice(0, 1500)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
