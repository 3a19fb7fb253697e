import { randomness } from '../../../packages/feed-simulator/src/randomness.ts';
import { isAlive } from '../../../packages/cli/src/process-alive.ts';
import { eventually } from '../../support/wait.ts';
import { AcceptanceWatch } from './acceptance.ts';
import type { Chaos } from './chaos.ts';
import { injectAll, type InjectedFault, type Injections } from './inject-all.ts';
import { audit, type Audit, type Extra } from './ledger/audit.ts';
import { demandOf } from './ledger/demand.ts';
import { unacceptedWindows } from './ledger/windows.ts';
import { Observer } from './observer.ts';
import { readDatabase } from './read-database.ts';
import { StoringWatch } from './recovery.ts';
import { schedule, type FaultKind, type Form, type Topology } from './schedule.ts';
import { startParts, Undo } from './stack.ts';
import { untilCaughtUp, untilEndHeard } from './wait.ts';

export interface RunOptions {
  form: Form;
  topology: Topology;
  seed: string;
  /** Kinds of faults that come more often than usual. */
  more: readonly FaultKind[];
  /** Of the feed. */
  speed: number;
  /** For everything that the run needs on disk. */
  folder: string;
  signal: AbortSignal;
  say: (line: string) => void;
}

/** All that a run has found out. */
export interface RunResult extends Injections {
  audit: Audit;
  /** Set if the outbox was not empty in good time after the last fault. */
  notStored: string | undefined;
  unaccepted: number;
  /** See {@link AcceptanceWatch}. */
  slowestAcceptances: { at: number; ms: number }[];
  /** When the workers' count of stored records was seen to have grown. */
  storedAt: number[];
  /** Records stored while the feed ran, in a second. */
  recordsPerSecond: number;
  /** Processes of TED that have ended without being killed by the run. */
  diedByThemselves: string[];
  /** Processes that were still there after TED had stopped. */
  leftBehind: string[];
  /** Messages that the feed has got: a listener sends none. */
  emitted: number;
}

const GAMES_AFTER_THE_LAST_FAULT = 3;
/** Also after a long run with much waiting on disk. */
const DRAIN_MS = { short: 60_000, long: 300_000 } as const;

/** One run: real processes under load, faults, and at the end the comparison of the ledger with the database. */
export async function run(options: RunOptions): Promise<RunResult> {
  const { form, topology, seed, folder, signal, say } = options;
  const undo = new Undo();
  try {
    const parts = await startParts(folder, options, undo);
    const observer = new Observer(parts.ted.stack.gateway_url);
    undo.add(() => observer.close());
    const chaos: Chaos = {
      ...parts,
      form,
      topology,
      random: randomness(`${seed}/faults`),
      owed: { foreignJobs: [], killers: [] },
      signal,
      observer,
    };
    return await examine(chaos, schedule(seed, form, options.more, topology), observer, undo, say);
  } finally {
    await undo.run();
  }
}

async function examine(
  chaos: Chaos,
  plan: ReturnType<typeof schedule>,
  observer: Observer,
  undo: Undo,
  say: (line: string) => void,
): Promise<RunResult> {
  const { feed, ted, db, form, topology } = chaos;
  const watch = new StoringWatch(db);
  watch.start();
  undo.add(() => watch.stop());
  const acceptance = new AcceptanceWatch(ted);
  acceptance.start();
  undo.add(() => acceptance.stop());
  await eventually(
    'the first record',
    () => watch.saved,
    (saved) => saved > 0,
  );

  if (topology === 'ha-ingest') await untilCaughtUp(chaos);
  const begin = Date.now();
  const injections = await injectAll(chaos, plan, say);
  await lastGames(chaos);
  const seconds = (Date.now() - begin) / 1000;
  say('the feed has ended; waiting until everything is stored');
  const notStored = await ted.untilStored(DRAIN_MS[form]).then(
    () => undefined,
    (error: Error) => error.message,
  );
  await eventually('the count of what is stored', () => watch.times.at(-1)! < Date.now() - 500, Boolean);

  const kills = timesOf(injections, 'ingest-kill').map(({ from, lagMs = 0 }) => ({ at: from, lagMs }));
  // Of two replicas one is always sound: from when both are there, nothing may be missing.
  const windows =
    topology === 'ha-ingest'
      ? [{ from: 0, to: begin }]
      : unacceptedWindows(feed.log.sessions, kills, timesOf(injections, 'ingest-stop'));
  const demand = demandOf(feed.log, windows, kills);
  // Of two replicas, the gateway may follow the one that does not record; its bets are its own.
  const extra: Extra = { ...chaos.owed, seenBets: topology === 'ha-ingest' ? [] : observer.bets };
  const stored = await readDatabase(db);
  const result = audit(demand, feed.log.games, stored, extra);
  const recordsPerSecond = result.demanded.filter(({ at }) => at >= begin).length / seconds;

  const pids = [...ted.stack.processes, { name: 'ted', pid: ted.stack.pid }];
  const stopped = await ted.stop();
  return {
    ...injections,
    audit: result,
    notStored,
    unaccepted: demand.unaccepted,
    slowestAcceptances: acceptance.slowest,
    storedAt: watch.times,
    recordsPerSecond,
    diedByThemselves: [
      ...deaths(ted.lines),
      ...(stopped.code === 0 ? [] : [`./ted up ended with ${stopped.code}`]),
    ],
    leftBehind: pids.filter(({ pid }) => isAlive(pid)).map(({ name, pid }) => `${name} (pid ${pid})`),
    emitted: feed.received,
  };
}

/** Lets some games pass undisturbed, and ends the feed once ingest has heard the end of the last one. */
async function lastGames(chaos: Chaos): Promise<void> {
  const { feed } = chaos;
  await untilCaughtUp(chaos);
  const { ended } = feed;
  await feed.until((now) => now.ended >= ended + GAMES_AFTER_THE_LAST_FAULT);
  await feed.finish();
  await untilEndHeard(chaos);
}

function timesOf({ faults }: Injections, kind: InjectedFault['kind']): InjectedFault[] {
  return faults.filter((fault) => fault.kind === kind);
}

/** A process that ends with an exit code was not killed by us. */
function deaths(lines: readonly string[]): string[] {
  return lines.flatMap((line) => {
    const found = /(\S+) has ended unexpectedly \((.*?)\)/.exec(line);
    return found && !found[2]!.includes('SIGKILL') ? [`${found[1]}: ${found[2]}`] : [];
  });
}
