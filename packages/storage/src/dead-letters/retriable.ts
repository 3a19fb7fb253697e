import { makeBatch, type BatchPayload } from '@ted/messaging';
import type { DeadLetterDocument } from '../collections/documents.ts';
import { readRecordText } from './record-text.ts';

/** Letters of records are named `<outbox uuid>-<number>`; others hold something that never was a record of TED's. */
const RECORD_KEY = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-(\d{1,16})$/;

/**
 * The batch with which a letter's record is stored, under the name that it had in its outbox: if it fails again it is
 * the same letter. Or why it cannot be tried. Pure.
 */
export function batchOfLetter({
  key,
  record: text,
}: Pick<DeadLetterDocument, 'key' | 'record'>): { batch: BatchPayload } | { problem: string } {
  const name = RECORD_KEY.exec(key);
  if (!name) return { problem: 'it is a foreign job’s and holds no record of TED' };
  const read = readRecordText(text);
  if ('problem' in read) return read;
  const seq = Number(name[2]);
  return {
    batch: makeBatch({ outboxId: name[1]!, first: seq, last: seq }, [{ seq, record: read.record }]),
  };
}
