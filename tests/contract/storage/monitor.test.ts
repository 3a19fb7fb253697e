import { DatabaseMonitor, migrate, type DatabaseState } from '@ted/storage';
import { dropDatabase, freshMongoUrl, openDatabase } from '../../support/database.ts';
import { Wire } from '../../support/wire.ts';

const open: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

/** A monitor of a MongoDB behind a wire, once it has said that all is well. */
async function watched(): Promise<{ wire: Wire; states: StateLog }> {
  const url = freshMongoUrl();
  await migrate({ mongoUrl: url, checkOnly: false, log: () => undefined });
  const target = new URL(url);
  const wire = await Wire.before(Number(target.port || 27017));
  open.push(() => wire.close());
  target.host = `127.0.0.1:${wire.port}`;
  target.searchParams.set('directConnection', 'true');
  const database = await openDatabase(target.toString());
  open.push(() => {
    wire.heal();
    return dropDatabase(database);
  });
  const states = new StateLog();
  const ending = new AbortController();
  const watching = new DatabaseMonitor(database, (state) => states.add(state)).watch(ending.signal);
  open.push(() => {
    ending.abort();
    return watching;
  });
  await states.next(true);
  return { wire, states };
}

/** What a monitor says, to wait for. */
class StateLog {
  #waiting: { ok: boolean; resolve: (state: DatabaseState) => void } | undefined;

  add(state: DatabaseState): void {
    if (state.ok === this.#waiting?.ok) this.#waiting.resolve(state);
  }

  /** The next state that is as wanted. */
  next(ok: boolean): Promise<DatabaseState> {
    return new Promise((resolve) => (this.#waiting = { ok, resolve }));
  }
}

it('notices a server that hangs within some seconds, and one that answers again', async () => {
  const { wire, states } = await watched();
  const lost = states.next(false);
  const begin = performance.now();
  wire.stall();
  expect((await lost).error).not.toBeNull();
  expect(performance.now() - begin).toBeLessThan(6000);
  const back = states.next(true);
  wire.heal();
  await back;
});
