/** A payload is kept up to this size; more would let one bad sender fill the database. */
const MAX_CHARACTERS = 100_000;
const CUT = '…';

/** How a dead letter keeps its record: JSON text (a record may hold keys that MongoDB would take for operators), cut if long. */
export function recordText(record: unknown): string {
  const json = JSON.stringify(record) ?? 'undefined';
  return json.length > MAX_CHARACTERS ? `${json.slice(0, MAX_CHARACTERS)}${CUT}` : json;
}

/** The record of such a text, or why there is none. */
export function readRecordText(text: unknown): { record: unknown } | { problem: string } {
  if (typeof text !== 'string') return { problem: 'it was not kept as JSON text' };
  try {
    return { record: JSON.parse(text) };
  } catch {
    // No JSON text ends with the mark of a cut.
    const why = text.endsWith(CUT) ? 'it was cut when it was kept' : 'what was kept is not JSON';
    return { problem: why };
  }
}
