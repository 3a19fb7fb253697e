import type { MongoClient } from 'mongodb';
import { type Document } from 'mongodb';
import { Entities } from './entities.ts';
import { matchError } from './errors.ts';
import {
  Skipped,
  type CollectionData,
  type ExpectedEvents,
  type Fields,
  type Operation,
  type TestCase,
  type TestFile,
} from './format.ts';
import { isFields, match } from './match.ts';
import { runOperation, type FailPoints } from './operations.ts';

/** Runs one case of a file. @throws Error that says what is wrong, Skipped */
export async function runCase(
  url: string,
  internal: MongoClient,
  file: TestFile,
  test: TestCase,
): Promise<void> {
  if (test.skipReason) throw new Skipped(test.skipReason);
  for (const data of file.initialData ?? []) await fill(internal, data);
  const entities = new Entities(url);
  const failPoints: FailPoints = [];
  try {
    await entities.create(file.createEntities ?? []);
    for (const operation of test.operations) await runExpecting(operation, entities, failPoints);
    for (const expected of test.expectEvents ?? []) matchEvents(expected, entities);
    for (const data of test.outcome ?? []) await matchOutcome(internal, data);
  } finally {
    for (const { name } of failPoints) {
      await internal.db('admin').command({ configureFailPoint: name, mode: 'off' });
    }
    await entities.close();
  }
}

const DURABLE = { writeConcern: { w: 'majority' } } as const;

async function fill(
  internal: MongoClient,
  { databaseName, collectionName, createOptions, documents }: CollectionData,
): Promise<void> {
  const database = internal.db(databaseName);
  await database.collection(collectionName).drop();
  await database.createCollection(collectionName, createOptions);
  if (documents.length > 0) await database.collection(collectionName).insertMany(documents, DURABLE);
}

async function runExpecting(operation: Operation, entities: Entities, failPoints: FailPoints): Promise<void> {
  let result: unknown;
  try {
    result = await runOperation(operation, entities, failPoints);
  } catch (error) {
    if (error instanceof Skipped || operation.object === 'testRunner') throw error;
    if (operation.ignoreResultAndError) return;
    if (!operation.expectError) throw error;
    matchError(operation.expectError, error);
    return;
  }
  if (operation.ignoreResultAndError) return;
  if (operation.expectError) throw new Error(`${operation.name} should have failed`);
  if (operation.saveResultAsEntity) entities.set(operation.saveResultAsEntity, result);
  if ('expectResult' in operation)
    match(operation.expectResult, result ?? (operation.expectResult === null ? null : undefined), true);
}

function matchEvents(
  { client, eventType = 'command', ignoreExtraEvents, events }: ExpectedEvents,
  entities: Entities,
): void {
  if (eventType !== 'command')
    throw new Skipped(`the runner does not observe events of the type ${eventType}`);
  const seen = entities.eventsOf(client);
  const names = seen.map(({ event }) => event.commandName).join(', ');
  if (seen.length < events.length || (seen.length > events.length && !ignoreExtraEvents)) {
    throw new Error(`${events.length} events should have been seen, not ${seen.length} (${names})`);
  }
  events.forEach((expected, i) => {
    const [kind, fields] = Object.entries(expected)[0]!;
    const { kind: actualKind, event } = seen[i]!;
    if (kind !== actualKind) throw new Error(`event ${i} should be a ${kind} and is a ${actualKind}`);
    const { command, reply, ...rest } = fields;
    const actual = event as unknown as Fields;
    match(rest, actual, true, `event ${i}`);
    if (command !== undefined) match(command, plainCommand(actual.command), true, `event ${i}: command`);
    if (reply !== undefined) match(reply, actual.reply, true, `event ${i}: reply`);
  });
}

/** Sorts and hints are Maps in the driver. */
function plainCommand(value: unknown): unknown {
  if (value instanceof Map)
    return Object.fromEntries([...value].map(([name, field]) => [name, plainCommand(field)]));
  if (Array.isArray(value)) return value.map(plainCommand);
  if (!isFields(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, plainCommand(field)]));
}

async function matchOutcome(
  internal: MongoClient,
  { databaseName, collectionName, documents }: CollectionData,
): Promise<void> {
  const stored: Document[] = await internal
    .db(databaseName)
    .collection(collectionName)
    .find()
    .sort({ _id: 1 })
    .toArray();
  match(documents, stored, false, collectionName);
}
