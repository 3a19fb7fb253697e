import { randomUUID } from 'node:crypto';
import type { StatusCheckDocument } from '../collections/documents.ts';
import type { Database } from '../database.ts';

/** The newest checks are kept, and shown, up to this many. */
const KEPT = 1000;

export async function addStatusCheck(database: Database, clientName: string): Promise<StatusCheckDocument> {
  const { status_checks } = database.models;
  const check = { id: randomUUID(), client_name: clientName, created_at: new Date() };
  await status_checks.collection.insertOne({ ...check });
  const firstTooOld = await status_checks
    .findOne({}, { created_at: 1 })
    .sort({ created_at: -1 })
    .skip(KEPT)
    .lean();
  if (firstTooOld) await status_checks.deleteMany({ created_at: { $lte: firstTooOld.created_at } });
  return check;
}

export async function listStatusChecks(database: Database): Promise<StatusCheckDocument[]> {
  return database.models.status_checks.find({}).sort({ created_at: -1 }).limit(KEPT).lean();
}
