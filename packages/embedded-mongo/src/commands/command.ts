import type { Pace } from '../pace.ts';
import type { Store } from '../storage/store.ts';
import type { GarbageCollector } from '../storage/garbage.ts';
import type { Context } from '../query/context.ts';
import type { CursorRegistry } from '../query/cursors.ts';
import type { Statistics } from '../statistics.ts';
import type { User } from '../auth/user.ts';
import type { Login } from '../auth/login.ts';
import type { IncomingBytes } from '../wire/incoming.ts';
import type { Arguments } from './arguments.ts';
import type { FailPoints } from '../fail-points.ts';

/** What commands work with: one per server. */
export interface ServerState {
  readonly store: Store;
  readonly cursors: CursorRegistry;
  readonly garbage: GarbageCollector;
  readonly statistics: Statistics;
  readonly incoming: IncomingBytes;
  /** Who may use it; undefined: everybody who can connect. */
  readonly user: User | undefined;
  /** Only in a server for tests. */
  readonly failPoints: FailPoints | undefined;
}

/** One command as a client has sent it. */
export interface Invocation {
  readonly server: ServerState;
  readonly connectionId: number;
  readonly login: Login;
  readonly database: string;
  readonly args: Arguments;
  /** Documents that came beside the command, undecoded, by the name of the field that they belong to. */
  readonly sequences: ReadonlyMap<string, Buffer[]>;
  readonly pace: Pace;
  /** Variables and collation, for the commands that take them. */
  readonly context: Context;
}

/** An answer's fields without `ok`, or a whole answer in BSON. */
export type Reply = Record<string, unknown> | Buffer;

export interface Command {
  readonly name: string;
  /** Fields that it knows beside its own name and those that all commands share; others are refused. */
  readonly fields: readonly string[];
  readonly adminOnly?: boolean;
  /** Whether clients may use it that have not logged in. */
  readonly beforeLogin?: boolean;
  /** Whether it may name a view; others refuse it. */
  readonly readsViews?: boolean;
  /** Whether the answer has to wait until all writes have reached the disk. */
  readonly writes?: boolean;
  run(invocation: Invocation): Reply | Promise<Reply>;
}
