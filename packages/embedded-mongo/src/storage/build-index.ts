import type { Pace } from '../pace.ts';
import type { Collection, Index } from './collection.ts';
import { idPrefix, recordIdAtEnd } from './record-key.ts';
import type { Store } from './store.ts';
import { indexDocument } from './write.ts';

/** Documents entered in one transaction. */
const PIECE = 200;

/**
 * Creates an index and enters what is stored. Writers maintain it from the first moment on, readers use it when it is
 * complete. If a document cannot be entered (E11000), the index goes again and the error is thrown.
 */
export async function buildIndex(
  store: Store,
  collection: Collection,
  spec: Pick<Index, 'name' | 'key' | 'unique'>,
  pace: Pace,
): Promise<void> {
  const index = await store.transaction((tx) => store.catalog.addIndex(tx, collection, spec));
  try {
    const end = idPrefix(collection.id + 1);
    let last: Buffer | undefined = idPrefix(collection.id);
    while (last && !collection.dropped) {
      const start: Buffer = last;
      last = await store.transaction((tx) => {
        let key: Buffer | undefined;
        let read = 0;
        const options = { start, end, exclusiveStart: true, limit: PIECE };
        for (const entry of store.documents.getRange(options)) {
          key = entry.key;
          read++;
          indexDocument(store, tx, collection, index, { recordId: recordIdAtEnd(key), raw: entry.value });
        }
        return read === PIECE ? key : undefined;
      });
      await pace.giveWay();
    }
    await store.transaction((tx) => {
      if (!collection.dropped) store.catalog.markIndex(tx, collection, index, 'ready');
    });
  } catch (error) {
    await store.transaction((tx) => {
      if (!collection.dropped) store.catalog.dropIndexes(tx, collection, [index]);
    });
    throw error;
  }
}
