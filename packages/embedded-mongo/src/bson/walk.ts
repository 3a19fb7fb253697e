/** What a value of each type takes at least; −1: the length stands before it, −2: two names, −3: none of these. */
export const FIXED_BYTES = new Int8Array(256).fill(-3);
for (const [type, bytes] of [
  ...[
    [0x01, 8],
    [0x09, 8],
    [0x11, 8],
    [0x12, 8],
    [0x07, 12],
    [0x08, 1],
    [0x10, 4],
    [0x13, 16],
  ],
  ...[
    [0x0a, 0],
    [0x7f, 0],
    [0xff, 0],
    [0x02, -1],
    [0x05, -1],
    [0x03, -1],
    [0x04, -1],
    [0x0b, -2],
  ],
] as [number, number][]) {
  FIXED_BYTES[type] = bytes;
}

/** Where a value ends that begins at `at`. The bytes have to be checked before. */
export function endOfChecked(raw: Buffer, type: number, at: number): number {
  const fixed = FIXED_BYTES[type]!;
  if (fixed >= 0) return at + fixed;
  if (type === 0x0b) return endOfName(raw, endOfName(raw, at));
  const length = raw[at]! | (raw[at + 1]! << 8) | (raw[at + 2]! << 16) | (raw[at + 3]! << 24);
  if (type === 0x02) return at + 4 + length;
  return type === 0x05 ? at + 5 + length : at + length;
}

/** Where a name ends, its zero included. */
export function endOfName(raw: Buffer, from: number): number {
  let at = from;
  while (raw[at] !== 0) at++;
  return at + 1;
}

/** Where the top-level field `_id` lies in checked bytes, its type and its name included; undefined if there is none. */
export function findId(raw: Buffer): { start: number; end: number } | undefined {
  const last = raw.length - 1;
  for (let start = 4; start < last;) {
    const nameEnd = endOfName(raw, start + 1);
    const end = endOfChecked(raw, raw[start]!, nameEnd);
    const isId =
      nameEnd === start + 5 && raw[start + 1] === 0x5f && raw[start + 2] === 0x69 && raw[start + 3] === 0x64;
    if (isId) return { start, end };
    start = end;
  }
  return undefined;
}
