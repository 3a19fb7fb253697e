import type { IncomingMessage, ServerResponse } from 'node:http';

/** Different addresses whose answers are kept at a time. */
const KEPT = 500;

interface Answer {
  body: Buffer;
  /** By a clock that nobody sets, in ms. */
  until: number;
  /** As the route is written, for the metrics. */
  route: string;
}

/**
 * Answers that may be some moments old, by the address that asked: most requests ask what another one has just asked, and are
 * answered without a way through the routes. Whoever asks first, or asks for something else, goes that way.
 */
export class HotAnswers {
  readonly #answers = new Map<string, Answer>();
  readonly #now: () => number;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  keep(url: string, body: Buffer, maxAgeMs: number, route: string): void {
    this.#answers.delete(url);
    this.#answers.set(url, { body, until: this.#now() + maxAgeMs, route });
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > KEPT) this.#answers.delete(oldest!);
  }

  /** Answers the request if it can; false if somebody else has to. */
  answer(request: IncomingMessage, response: ServerResponse): boolean {
    if (request.method !== 'GET') return false;
    const known = this.#answers.get(request.url!);
    if (!known || known.until < this.#now()) return false;
    (request as { route?: { path: string } }).route = { path: known.route };
    sendJson(response, known.body);
    return true;
  }
}

/** Sends JSON. It may be some moments old already, and nobody between us and the reader shall make it older. */
export function sendJson(response: ServerResponse, body: Buffer): void {
  response.setHeader('content-type', 'application/json; charset=utf-8');
  response.setHeader('content-length', body.length);
  response.setHeader('cache-control', 'no-store');
  response.end(body);
}
