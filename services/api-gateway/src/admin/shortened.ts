/** Of a list. */
const ITEMS = 3;
/** Of a text. */
const CHARACTERS = 500;

/** A value as it is shown to people: long lists and texts are cut, with how much is left out. Pure. */
export function shortened(value: unknown): unknown {
  if (typeof value === 'string')
    return value.length <= CHARACTERS
      ? value
      : `${value.slice(0, CHARACTERS)}… (${value.length - CHARACTERS} characters more)`;
  if (Array.isArray(value)) {
    const shown = value.slice(0, ITEMS).map(shortened);
    return value.length <= ITEMS ? shown : [...shown, `… ${value.length - ITEMS} more`];
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, shortened(part)]));
}
