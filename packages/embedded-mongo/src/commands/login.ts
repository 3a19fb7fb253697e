import { Binary } from 'bson';
import { isDoc, type Value } from '../bson/value.ts';
import { MongoError } from '../errors.ts';
import { Arguments } from './arguments.ts';
import type { Command, Invocation } from './command.ts';

/** A connection has one login at a time. */
const CONVERSATION_ID = 1;

export const saslStart: Command = {
  name: 'saslStart',
  fields: ['mechanism', 'payload', 'options', 'autoAuthorize'],
  beforeLogin: true,
  run: ({ args, login, database }) => start(args, login, database),
};

export const saslContinue: Command = {
  name: 'saslContinue',
  fields: ['conversationId', 'payload'],
  beforeLogin: true,
  run({ args, login }) {
    const payload = login.continue(textOf(args.value('payload')));
    // A client that wants the empty exchange asks once more.
    return { conversationId: CONVERSATION_ID, done: true, payload: bytes(payload) };
  },
};

export const logout: Command = {
  name: 'logout',
  fields: [],
  beforeLogin: true,
  run({ login }) {
    login.logout();
    return {};
  },
};

/** What hello adds for clients that log in: the mechanisms, and the first step of the login that came with it. */
export function loginInHello({ args, login }: Pick<Invocation, 'args' | 'login'>): Record<string, unknown> {
  const speculative = args.value('speculativeAuthenticate');
  return {
    ...(args.has('saslSupportedMechs') && { saslSupportedMechs: ['SCRAM-SHA-256'] }),
    ...(isDoc(speculative) && {
      speculativeAuthenticate: speculate(new Arguments('saslStart', speculative), login),
    }),
  };
}

/** A guess of the client that does not fit is no error: it begins again by itself. */
function speculate(args: Arguments, login: Invocation['login']): Record<string, unknown> | undefined {
  try {
    return start(args, login, args.string('db'));
  } catch (error) {
    if (error instanceof MongoError) return undefined;
    throw error;
  }
}

function start(args: Arguments, login: Invocation['login'], database: string): Record<string, unknown> {
  if (database !== 'admin')
    throw new MongoError('AuthenticationFailed', 'the user is one of the database admin (authSource=admin)');
  const payload = login.start(args.string('mechanism'), textOf(args.value('payload')));
  return { conversationId: CONVERSATION_ID, done: false, payload: bytes(payload) };
}

const bytes = (text: string): Binary => new Binary(Buffer.from(text));

function textOf(value: Value | undefined): string {
  if (value instanceof Binary) return Buffer.from(value.value()).toString('utf8');
  throw new MongoError('TypeMismatch', "BSON field 'payload' must be binData");
}
