/** Of one document in BSON, in bytes. */
export const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;

/** Of one index key, in bytes; LMDB's own limit is 1,978. */
export const MAX_KEY_BYTES = 1900;

/** Of a bound of a scan: more than any stored key has (the index's id, the key, the record's id), less than LMDB's limit. */
export const MAX_BOUND_BYTES = MAX_KEY_BYTES + 50;

export const MAX_INDEXES_PER_COLLECTION = 64;
