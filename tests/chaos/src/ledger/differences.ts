/** The named fields (paths with dots) whose values differ from what they must be, as text. Numbers may differ by 1e-9. */
export function differences(document: object, expected: Record<string, unknown>): string[] {
  return Object.entries(expected).flatMap(([path, value]) => {
    const actual = valueAt(document, path);
    return same(actual, value)
      ? []
      : [`${path} is ${JSON.stringify(actual)} instead of ${JSON.stringify(value)}`];
  });
}

function valueAt(document: object, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | null | undefined)?.[key], document);
}

function same(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' && typeof b === 'number')
    return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(b));
  return a === b;
}
