/** Leaves out forecasts of a second ingest, which are kept and never count; only an export shows them. */
export const COUNTED = { counted: { $ne: false } } as const;
