import { readRecordText, type DeadLetterDocument } from '@ted/storage';
import { table } from '../table.ts';
import { printable, shortened } from './printable.ts';

/** A reason is shown at least this long, however narrow the terminal. */
const LEAST_REASON = 24;

export interface Page {
  page: number;
  perPage: number;
  total: number;
}

export const pageCount = ({ total, perPage }: Pick<Page, 'total' | 'perPage'>): number =>
  Math.max(1, Math.ceil(total / perPage));

/** "page 1 of 3, 47 dead letters" */
export function pageLine(page: Page): string {
  return `page ${page.page} of ${pageCount(page)}, ${countText(page.total)}`;
}

export function countText(count: number): string {
  return `${count} dead letter${count === 1 ? '' : 's'}`;
}

/** "3 prediction, 1 job" */
export function kindsText(kinds: Record<string, number>): string {
  return Object.entries(kinds)
    .map(([kind, count]) => `${count} ${printable(kind)}`)
    .join(', ');
}

/** One row a letter. Keys are whole, because they are what the other commands take; reasons fit into the width. */
export function letterTable(letters: readonly DeadLetterDocument[], width: number): string {
  const rows = letters.map(({ key, kind, created_at, reason }) => ({
    facts: [printable(key), printable(kind), at(created_at)],
    reason: printable(reason),
  }));
  const head = ['key', 'kind', 'when (UTC)'];
  const facts = [head, ...rows.map((row) => row.facts)];
  const taken = head.reduce((sum, _, i) => sum + Math.max(...facts.map((row) => row[i]!.length)) + 2, 0);
  const room = Math.max(LEAST_REASON, width - taken);
  return table([[...head, 'reason'], ...rows.map((row) => [...row.facts, shortened(row.reason, room)])]);
}

/** Everything of one letter. */
export function letterInFull(letter: DeadLetterDocument): string {
  const facts = table([
    ['key', printable(letter.key)],
    ['kind', printable(letter.kind)],
    ['when', letter.created_at.toISOString()],
    ['reason', printable(letter.reason)],
  ]);
  return `${facts}\n\n${recordLines(letter.record)}`;
}

function recordLines(text: string): string {
  const read = readRecordText(text);
  if ('problem' in read) return `The record (${read.problem}):\n${printable(String(text))}`;
  return JSON.stringify(read.record, undefined, 2).split('\n').map(printable).join('\n');
}

function at(date: Date): string {
  return date.toISOString().slice(0, 19).replace('T', ' ');
}
