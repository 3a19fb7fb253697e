/** One event of the feed: `delayMs` of feed time after the one before it, broadcast to every client. */
export interface Frame {
  delayMs: number;
  event: string;
  data: unknown;
}

/** What a feed server plays: the one interface between sources and the server. */
export interface FeedSource {
  /** Feed milliseconds per real millisecond; Infinity is as fast as the clients read. */
  readonly speed: number;
  /** Fails with a clear error where the source cannot be played; the server awaits it before it listens. */
  prepare?(): Promise<void>;
  /** Called once, when the first client has connected. The server asks for a frame only when the one before is sent. */
  frames(): AsyncIterable<Frame> | Iterable<Frame>;
  /** What a client gets alone on connecting, from the state after the last frame. */
  onConnect?(): Omit<Frame, 'delayMs'> | undefined;
}

/**
 * The arguments a frame is emitted with. The real feed sends some events with a trace before the payload
 * (`emit(name, {__trace: true, …}, payload)`); recordings keep such arguments as a list.
 */
export function wireArguments(data: unknown): unknown[] {
  return Array.isArray(data) && isTrace(data[0]) ? (data as unknown[]) : [data];
}

function isTrace(value: unknown): boolean {
  return typeof value === 'object' && value !== null && '__trace' in value;
}
