/** Levels of documents in documents, as in MongoDB's drivers. */
export const MAX_NESTING = 100;
