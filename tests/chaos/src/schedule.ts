import { randomness, type Randomness } from '../../../packages/feed-simulator/src/randomness.ts';

export type Form = 'short' | 'long';

/** What TED runs on: one Redis, one behind sentinels, a cluster; or two replicas of ingest on one Redis. */
export const TOPOLOGIES = ['single', 'sentinel', 'cluster', 'ha-ingest'] as const;
export type Topology = (typeof TOPOLOGIES)[number];

/** Shortest and longest duration in ms; what ends at once has none. */
type Range = readonly [number, number];
interface Kind {
  short: Range;
  long: Range;
}

const AT_ONCE: Kind = { short: [0, 0], long: [0, 0] };
/** A stop (SIGSTOP) takes long enough for locks, heartbeats and timeouts to pass. */
const STOP: Kind = { short: [3_000, 6_000], long: [10_000, 40_000] };
const DOWN: Kind = { short: [300, 1_500], long: [300, 5_000] };
/** A network that stalls: long enough for the others to notice. */
const CUT: Kind = { short: [3_000, 6_000], long: [4_000, 15_000] };

/**
 * The kinds of faults, by the part that they befall. Those of one part come one after the other, those of different parts
 * overlap. What befalls the records on their way into ingest excludes each other: only then does the ledger know what
 * was accepted.
 */
export const PARTS = {
  ingest: {
    'disk-full': { short: [3_000, 4_000], long: [5_000, 15_000] },
    'ingest-kill': AT_ONCE,
    'ingest-stop': STOP,
    'feed-cut': AT_ONCE,
    'feed-cut-rug': AT_ONCE,
    'feed-cut-long': AT_ONCE,
  },
  redis: {
    flushall: AT_ONCE,
    'redis-kill': DOWN,
    'redis-kill-cut': DOWN,
    'redis-kill-empty': DOWN,
    'redis-memory': { short: [1_500, 3_000], long: [3_000, 8_000] },
    'redis-stop': STOP,
  },
  mongo: { 'mongo-kill': DOWN, 'mongo-stop': STOP },
  worker: {
    'worker-kill': AT_ONCE,
    'workers-kill': AT_ONCE,
    'worker-stop': { ...STOP, short: [4_000, 8_000] },
  },
  gateway: { 'gateway-kill': AT_ONCE, 'gateway-stop': STOP },
  queue: { 'job-deleted': AT_ONCE, 'stale-jobs': AT_ONCE, 'foreign-job': AT_ONCE },
  record: { 'killer-record': AT_ONCE },
  clock: {
    'clock-all': { short: [3_000, 5_000], long: [5_000, 15_000] },
    'clock-one': { short: [3_000, 5_000], long: [5_000, 15_000] },
  },
  /** Of a Redis of several servers. */
  nodes: {
    'master-kill': AT_ONCE,
    'master-stop': { short: [6_000, 8_000], long: [8_000, 20_000] },
    'master-cut': { short: [6_000, 8_000], long: [8_000, 20_000] },
    'master-cut-peers': { short: [6_000, 8_000], long: [8_000, 20_000] },
    'pair-kill': DOWN,
  },
  /** Of two replicas of ingest. */
  replicas: {
    'recorder-kill': AT_ONCE,
    'recorder-stop': { short: [6_000, 9_000], long: [6_000, 20_000] },
    'recorder-feed-cut': CUT,
    'feed-stall': { short: [7_000, 9_000], long: [7_000, 20_000] },
    'recorder-redis-cut': { short: [7_000, 9_000], long: [7_000, 20_000] },
    'recorder-cut': { short: [8_000, 10_000], long: [8_000, 20_000] },
    'standby-kill': AT_ONCE,
    'shown-kill': AT_ONCE,
  },
  /** Between TED's services and what they need; everything stalls, nothing closes. */
  network: {
    'cut-ingest-redis': CUT,
    'cut-workers-redis': CUT,
    'cut-workers-mongo': CUT,
    'cut-gateway': CUT,
  },
} as const satisfies Record<string, Record<string, Kind>>;

export type Part = keyof typeof PARTS;
export type FaultKind = { [P in Part]: keyof (typeof PARTS)[P] }[Part];

const kindsOf = (...parts: Part[]): FaultKind[] =>
  parts.flatMap((part) => Object.keys(PARTS[part])) as FaultKind[];
/** What may happen to every Redis of several servers, and to the rest of TED on it. */
const ON_NODES: readonly FaultKind[] = [
  ...(['ingest-kill', 'feed-cut', 'mongo-kill', 'worker-kill', 'workers-kill', 'gateway-kill'] as const),
  ...(['job-deleted', 'stale-jobs', ...kindsOf('network')] as const),
  ...(['master-kill', 'master-stop', 'master-cut', 'master-cut-peers'] as const),
];
/** The kinds of faults that a topology knows. */
export const FAULT_KINDS: Record<Topology, readonly FaultKind[]> = {
  single: kindsOf('ingest', 'redis', 'mongo', 'worker', 'gateway', 'queue', 'record', 'clock'),
  sentinel: ON_NODES,
  cluster: [...ON_NODES, 'pair-kill'],
  'ha-ingest': [
    ...kindsOf('replicas'),
    ...(['flushall', 'redis-kill', 'redis-kill-empty', 'redis-stop', 'mongo-kill'] as const),
    ...(['worker-kill', 'workers-kill', 'gateway-kill', 'cut-workers-mongo', 'cut-gateway'] as const),
  ],
};

/** A fault to come: so long after the end of the one before it in the same part. */
export interface PlannedFault {
  kind: FaultKind;
  afterMs: number;
  durationMs: number;
}

export const leastFaults = (form: Form, topology: Topology): number =>
  topology === 'single' ? { short: 15, long: 200 }[form] : { short: 5, long: 30 }[form];
/** In this time faults begin. */
export const faultsBeginWithinMs = (form: Form, topology: Topology): number =>
  topology === 'single' ? { short: 45_000, long: 690_000 }[form] : { short: 45_000, long: 420_000 }[form];

/** How often each kind comes in a round of its part, where that is not once. */
const TIMES: Record<Form, Partial<Record<FaultKind, number>>> = {
  short: {
    'ingest-kill': 2,
    flushall: 2,
    'worker-kill': 3,
    'workers-kill': 2,
    'mongo-kill': 2,
    'job-deleted': 2,
  },
  long: {
    'ingest-kill': 3,
    'feed-cut': 2,
    'feed-cut-rug': 2,
    flushall: 3,
    'redis-kill': 2,
    'redis-kill-cut': 2,
    'redis-kill-empty': 2,
    'redis-memory': 2,
    'mongo-kill': 4,
    'worker-kill': 3,
    'workers-kill': 2,
    'gateway-kill': 3,
  },
};

/** Between two faults of a part. What the records' way to MongoDB needs must be up for longer than it is down. */
const PAUSES: Record<Form, Record<Part, Range>> = {
  short: {
    ingest: [300, 1_500],
    redis: [700, 2_000],
    mongo: [2_000, 8_000],
    worker: [1_000, 4_000],
    gateway: [3_000, 12_000],
    queue: [2_000, 7_000],
    record: [0, 0],
    clock: [3_000, 12_000],
    nodes: [1_000, 2_000],
    replicas: [500, 1_500],
    network: [1_000, 4_000],
  },
  long: {
    ingest: [1_500, 5_000],
    redis: [10_000, 26_000],
    mongo: [8_000, 24_000],
    worker: [3_000, 12_000],
    gateway: [6_000, 20_000],
    queue: [3_000, 12_000],
    record: [20_000, 60_000],
    clock: [6_000, 20_000],
    nodes: [5_000, 12_000],
    replicas: [3_000, 10_000],
    network: [8_000, 20_000],
  },
};
/** So many that a part does not run out of faults. */
const ROUNDS: Record<Form, number> = { short: 1, long: 60 };
/** The record that kills its workers keeps them busy for minutes. */
const KILLERS = 2;

/** What makes Redis forget a job that it counted the deaths of. */
const FORGETTING: readonly FaultKind[] = ['flushall', 'redis-kill', 'redis-kill-cut', 'redis-kill-empty'];

/**
 * The faults of a run, by part; the same seed gives the same ones. Pure.
 * @param more kinds that come once more in each round, for each time that they are named
 */
export function schedule(
  seed: string,
  form: Form,
  more: readonly FaultKind[] = [],
  topology: Topology = 'single',
): Record<Part, PlannedFault[]> {
  const plan = (Object.keys(PARTS) as Part[]).map((part) => {
    const kinds = kindsOf(part).filter((kind) => isInForm(kind, form, topology));
    return [part, kinds.length === 0 ? [] : planOf(part, kinds, seed, form, more)];
  });
  return Object.fromEntries(plan) as Record<Part, PlannedFault[]>;
}

/** The short form of the other topologies has no time for more than what they are about. */
export function isInForm(kind: FaultKind, form: Form, topology: Topology): boolean {
  if (!FAULT_KINDS[topology].includes(kind)) return false;
  if (topology === 'single' || form === 'long') return true;
  return SHORT[topology].includes(kind);
}
const SHORT: Record<Exclude<Topology, 'single'>, readonly FaultKind[]> = {
  sentinel: [
    'master-kill',
    'master-cut',
    'master-cut-peers',
    'cut-workers-redis',
    'worker-kill',
    'mongo-kill',
  ],
  cluster: ['master-kill', 'pair-kill', 'master-cut', 'cut-ingest-redis', 'worker-kill', 'mongo-kill'],
  'ha-ingest': [
    'recorder-kill',
    'recorder-stop',
    'recorder-feed-cut',
    'shown-kill',
    'feed-stall',
    'flushall',
    'worker-kill',
  ],
};

function planOf(
  part: Part,
  kindsHere: readonly FaultKind[],
  seed: string,
  form: Form,
  more: readonly FaultKind[],
): PlannedFault[] {
  const random = randomness(`${seed}/schedule/${part}`);
  const kinds = PARTS[part] as Record<string, Kind>;
  const length = part === 'record' ? Math.min(KILLERS, ROUNDS[form]) : ROUNDS[form];
  const rounds = Array.from({ length }, () => roundOf(kindsHere, form, more, random));
  return rounds.flat().map((kind) => ({
    kind,
    afterMs: within(PAUSES[form][part], random),
    durationMs: within(kinds[kind]![form], random, form === 'long' ? 2 : 1),
  }));
}

function roundOf(
  kinds: readonly FaultKind[],
  form: Form,
  more: readonly FaultKind[],
  random: Randomness,
): FaultKind[] {
  const often = kinds.flatMap((kind) => Array<FaultKind>(TIMES[form][kind] ?? 1).fill(kind));
  const all = [...often, ...more.filter((kind) => kinds.includes(kind))];
  const round = shuffled(all, random);
  // The outbox's file must still have to grow, or a full disk would not matter to it.
  moveToFront(round, (kind) => kind === 'disk-full');
  // In the short form there is no time for the record that kills its worker to begin its deaths again and again.
  if (form === 'short') moveToFront(round, (kind) => FORGETTING.includes(kind));
  return round;
}

function moveToFront(list: FaultKind[], isFirst: (kind: FaultKind) => boolean): void {
  list.sort((a, b) => Number(isFirst(b)) - Number(isFirst(a)));
}

function shuffled<T>(list: readonly T[], random: Randomness): T[] {
  return list
    .map((item) => ({ item, order: random.uniform() }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item);
}

/** With a power above 1 short ones are more frequent. */
function within([least, most]: Range, random: Randomness, power = 1): number {
  return Math.round(least + (most - least) * random.uniform() ** power);
}
