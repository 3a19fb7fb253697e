/** Remembers since when each of the present warnings is there. */
export class Warnings {
  #since = new Map<string, number>();

  /** Takes all that warn now; those that have gone are forgotten. */
  take(messages: readonly string[], now = Date.now()): { message: string; since: string }[] {
    this.#since = new Map(messages.map((message) => [message, this.#since.get(message) ?? now]));
    return [...this.#since].map(([message, since]) => ({ message, since: new Date(since).toISOString() }));
  }
}
