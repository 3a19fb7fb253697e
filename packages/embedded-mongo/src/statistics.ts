/** Figures for serverStatus. */
export class Statistics {
  readonly startedAt = new Date();
  readonly operations = { insert: 0, query: 0, update: 0, delete: 0, getmore: 0, command: 0 };
  connections = 0;
  connectionsCreated = 0;

  readonly #started = performance.now();

  uptimeMs(): number {
    return performance.now() - this.#started;
  }
}
