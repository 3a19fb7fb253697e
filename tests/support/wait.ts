/** Between two questions: so much of the time that has passed, so that a long wait does not keep the machine from what it waits for. */
const PAUSE = { share: 0.1, leastMs: 50, mostMs: 250 };

/** Asks until the answer satisfies, or fails with the last answer. For states that announce themselves to nobody. */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T> | T,
  satisfies: (answer: T) => boolean,
  timeoutMs = 20_000,
): Promise<T> {
  const began = Date.now();
  for (;;) {
    let answer: T | undefined;
    let problem: unknown;
    try {
      answer = await ask();
      if (satisfies(answer)) return answer;
    } catch (error) {
      problem = error;
    }
    const passed = Date.now() - began;
    if (passed > timeoutMs) {
      const last = problem instanceof Error ? problem.message : JSON.stringify(answer);
      throw new Error(`${what}: not within ${timeoutMs} ms; last answer: ${last?.slice(0, 1500)}`);
    }
    const pause = Math.min(PAUSE.mostMs, Math.max(PAUSE.leastMs, PAUSE.share * passed));
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
