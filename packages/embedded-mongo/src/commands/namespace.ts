import { MongoError } from '../errors.ts';
import { checkNamespace } from '../storage/namespace.ts';
import type { Invocation } from './command.ts';

/** `database.collection` of a command whose own field names the collection. @throws MongoError InvalidNamespace */
export function namespaceOf({ args, database }: Pick<Invocation, 'args' | 'database'>): string {
  const command = args.names[0]!;
  const name = args.value(command);
  if (typeof name !== 'string') {
    throw new MongoError('InvalidNamespace', `collection name has invalid type in ${command}`);
  }
  const namespace = `${database}.${name}`;
  checkNamespace(namespace);
  return namespace;
}
