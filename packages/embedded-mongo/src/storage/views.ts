import type { Database } from 'lmdb';
import { decodeDocument } from '../bson/decode.ts';
import { encodeDocument } from '../bson/encode.ts';
import type { Value } from '../bson/value.ts';
import { checkNamespace } from './namespace.ts';
import type { Transaction } from './transaction.ts';

/** A reading of a collection, or of another view, through stages. */
export interface View {
  namespace: string;
  /** The namespace that it shows. */
  on: string;
  pipeline: Value[];
}

const VIEW_PREFIX = 'view:';

/** The views of all databases: in memory, and on disk in the same transactions. */
export class Views {
  readonly #db: Database<unknown, string>;
  readonly #views = new Map<string, View>();

  constructor(db: Database<unknown, string>) {
    this.#db = db;
  }

  /** Stages are kept as BSON: JSON would lose the types of numbers. */
  load(): void {
    for (const { key, value } of this.#db.getRange({ start: VIEW_PREFIX, end: 'view;' })) {
      const { on, pipeline } = value as { on: string; pipeline: string };
      const namespace = key.slice(VIEW_PREFIX.length);
      const stages = decodeDocument(Buffer.from(pipeline, 'base64')).get('pipeline') as Value[];
      this.#views.set(namespace, { namespace, on, pipeline: stages });
    }
  }

  get(namespace: string): View | undefined {
    return this.#views.get(namespace);
  }

  of(database: string): View[] {
    return [...this.#views.values()].filter(({ namespace }) => namespace.startsWith(`${database}.`));
  }

  create(tx: Transaction, view: View): void {
    checkNamespace(view.namespace);
    this.#views.set(view.namespace, view);
    tx.onAbort(() => this.#views.delete(view.namespace));
    const pipeline = encodeDocument({ pipeline: view.pipeline }).toString('base64');
    this.#db.putSync(VIEW_PREFIX + view.namespace, { on: view.on, pipeline });
  }

  drop(tx: Transaction, namespace: string): void {
    const view = this.#views.get(namespace)!;
    this.#views.delete(namespace);
    tx.onAbort(() => this.#views.set(namespace, view));
    this.#db.removeSync(VIEW_PREFIX + namespace);
  }
}
