/** Names that occur again and again: the field names of documents are few, and decoding them is dear. */
const SIZE = 1024;
const LONGEST = 40;
const known = new Array<string>(SIZE).fill('');

/** The text of bytes that are a field's name. */
export function nameAt(raw: Buffer, start: number, end: number): string {
  const length = end - start;
  if (length === 0 || length > LONGEST) return raw.toString('utf8', start, end);
  let hash = length;
  for (let i = start; i < end; i++) hash = (hash * 31 + raw[i]!) | 0;
  const place = hash & (SIZE - 1);
  const candidate = known[place]!;
  if (candidate.length === length && isSame(candidate, raw, start)) return candidate;
  const name = raw.toString('utf8', start, end);
  known[place] = name;
  return name;
}

/** Only texts of ASCII are as long as their bytes, so that others are never found. */
function isSame(text: string, raw: Buffer, start: number): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) !== raw[start + i]) return false;
  return true;
}
