import { MongoError } from '../errors.ts';

/** Bytes of documents in one reply, as in MongoDB. */
const MAX_BATCH_BYTES = 16 * 1024 * 1024;
const MAX_CURSORS = 1000;
export const FIRST_BATCH = 101;

/** A query's results that the client has not fetched yet, in BSON. */
export class Cursor {
  readonly namespace: string;
  readonly #pieces: AsyncGenerator<Buffer[]>;
  #waiting: Buffer[] = [];
  #ended = false;

  constructor(namespace: string, pieces: AsyncGenerator<Buffer[]>) {
    this.namespace = namespace;
    this.#pieces = pieces;
  }

  /** Up to `size` documents, and no more than fit into a reply. `ended`: there are no others. */
  async batch(size: number): Promise<{ documents: Buffer[]; ended: boolean }> {
    const documents: Buffer[] = [];
    let bytes = 0;
    for (;;) {
      while (this.#waiting.length > 0 && documents.length < size) {
        const length = this.#waiting[0]!.length;
        if (documents.length > 0 && bytes + length > MAX_BATCH_BYTES) return { documents, ended: false };
        documents.push(this.#waiting.shift()!);
        bytes += length;
      }
      if (this.#waiting.length > 0) return { documents, ended: false };
      if (this.#ended || documents.length >= size) return { documents, ended: this.#ended };
      const next = await this.#pieces.next();
      if (next.done) this.#ended = true;
      else this.#waiting = next.value;
    }
  }

  async close(): Promise<void> {
    this.#ended = true;
    this.#waiting = [];
    await this.#pieces.return(undefined);
  }
}

interface OpenCursor {
  cursor: Cursor;
  lastUse: number;
}

/** The cursors that are open between a find and its last getMore. */
export class CursorRegistry {
  readonly #open = new Map<bigint, OpenCursor>();
  readonly #idleMs: number;
  #nextId = BigInt(Date.now()) * 1000n;

  /** @param idleMs a cursor that nobody asks for so long is closed */
  constructor(idleMs: number) {
    this.#idleMs = idleMs;
  }

  get size(): number {
    return this.#open.size;
  }

  add(cursor: Cursor): bigint {
    this.#closeIdle();
    if (this.#open.size >= MAX_CURSORS) {
      throw new MongoError('BadValue', `more than ${MAX_CURSORS} cursors are open`);
    }
    const id = ++this.#nextId;
    this.#open.set(id, { cursor, lastUse: Date.now() });
    return id;
  }

  /** Takes a cursor out for use; `giveBack` returns it. @throws MongoError CursorNotFound */
  take(id: bigint, namespace: string): Cursor {
    this.#closeIdle();
    const open = this.#open.get(id);
    if (open?.cursor.namespace !== namespace) {
      throw new MongoError('CursorNotFound', `cursor id ${id} not found`);
    }
    this.#open.delete(id);
    return open.cursor;
  }

  giveBack(id: bigint, cursor: Cursor): void {
    this.#open.set(id, { cursor, lastUse: Date.now() });
  }

  async kill(id: bigint): Promise<boolean> {
    const open = this.#open.get(id);
    this.#open.delete(id);
    await open?.cursor.close();
    return open !== undefined;
  }

  async closeAll(): Promise<void> {
    await Promise.all([...this.#open.keys()].map((id) => this.kill(id)));
  }

  #closeIdle(): void {
    const now = Date.now();
    for (const [id, { lastUse }] of this.#open) if (now - lastUse > this.#idleMs) void this.kill(id);
  }
}
