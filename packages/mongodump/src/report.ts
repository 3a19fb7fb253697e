/** What became of one collection. */
export interface CollectionReport {
  database: string;
  collection: string;
  documents: number;
  /** Of BSON, before compression. */
  bytes: number;
  /** Without the one on `_id`. */
  indexes: number;
}

/** How far one collection is. */
export type Progress = (namespace: string, documents: number) => void;
