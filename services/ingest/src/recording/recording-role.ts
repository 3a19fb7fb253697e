import { createHash } from 'node:crypto';
import { RecorderLease } from '@ted/messaging';
import * as z from 'zod';
import { withTimeout } from '@ted/platform';
import type { Recorder } from '../outbox/recorder.ts';
import { Deafness } from './deafness.ts';
import { peerUrls } from './peer-urls.ts';
import { RecentLosses } from './recent-losses.ts';
import { isFit, LEASE_MS, shallRecord, type PeerFacts, type RoleFacts } from './role.ts';

/** How often Redis and the peers are asked, and how long they may take. */
const ASK_MS = 1_000;
const ANSWER_MS = 900;
const DECIDE_MS = 250;

/** What `GET /recording` says. */
const roleAnswer = z.object({
  ingest_id: z.string(),
  recording: z.boolean(),
  feeds: z.int(),
  /** How long ago the last update of any feed came; null before the first. */
  silent_ms: z.number().nullable().default(null),
});
export type RoleAnswer = z.infer<typeof roleAnswer>;

/** Of all feeds. */
export interface Connections {
  connected: number;
  /** How often connections came back ever. */
  reconnects: number;
  /** By this machine's clock. */
  lastUpdateAt: number | null;
}

/** What it looks at and acts on. */
interface Feeds {
  connections: () => Connections;
  reconnect: () => void;
}

interface RoleOptions {
  id: string;
  lease: RecorderLease;
  /** Of the other replicas; its own among them does no harm. */
  peerUrls: readonly string[];
  onChange: (recording: boolean) => void;
}

/** Finds out, all the time, whether this replica of ingest records; see {@link shallRecord}. */
export class RecordingRole {
  readonly #options: RoleOptions;
  readonly #losses = new RecentLosses();
  readonly #deafness = new Deafness();
  readonly #startedAt = performance.now();
  readonly #peers = new Map<string, PeerFacts>();
  readonly #timers: NodeJS.Timeout[] = [];
  #lease: RoleFacts['lease'];
  #recording = false;
  #feeds = 0;

  constructor(options: RoleOptions) {
    this.#options = options;
  }

  start(feeds: Feeds): void {
    const every = (ms: number, work: () => void): void => {
      this.#timers.push(setInterval(work, ms));
      work();
    };
    every(DECIDE_MS, () => this.#decide(feeds.connections()));
    every(ASK_MS, () => void this.#askRedis());
    for (const url of this.#options.peerUrls) every(ASK_MS, () => void this.#askPeer(url, feeds));
  }

  get answer(): Omit<RoleAnswer, 'silent_ms'> {
    return { ingest_id: this.#options.id, recording: this.#recording, feeds: this.#feeds };
  }

  /** Lets another one take over at once, if Redis is there. */
  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    const { lease } = this.#options;
    await withTimeout(lease.giveBack(), ANSWER_MS, 'Redis').catch(() => undefined);
    lease.close();
  }

  get #facts(): RoleFacts {
    return {
      now: performance.now(),
      recording: this.#recording,
      id: this.#options.id,
      feeds: this.#feeds,
      lease: this.#lease,
      startedAt: this.#startedAt,
      peers: [...this.#peers.values()],
    };
  }

  #decide(connections: Connections): void {
    this.#feeds = this.#losses.steady(connections, performance.now());
    const recording = shallRecord(this.#facts);
    if (recording === this.#recording) return;
    this.#recording = recording;
    this.#options.onChange(recording);
  }

  async #askRedis(): Promise<void> {
    const { lease } = this.#options;
    // By when it was asked: an answer that took long is that old.
    const at = performance.now();
    const asked = isFit(this.#facts) ? lease.take(LEASE_MS) : lease.giveBack();
    try {
      this.#lease = { at, holder: await withTimeout(asked, ANSWER_MS, 'Redis') };
    } catch {
      // The time of the last answer tells how long it has been away.
    }
  }

  async #askPeer(url: string, feeds: Feeds): Promise<void> {
    const at = performance.now();
    try {
      const response = await fetch(new URL('/recording', url), { signal: AbortSignal.timeout(ANSWER_MS) });
      const answer = roleAnswer.parse(await response.json());
      if (answer.ingest_id === this.#options.id) return;
      this.#peers.set(url, { id: answer.ingest_id, at, recording: answer.recording, feeds: answer.feeds });
      if (this.#isDeaf(answer.silent_ms, feeds.connections())) feeds.reconnect();
    } catch {
      // As above.
    }
  }

  #isDeaf(peerSilentMs: number | null, { connected, lastUpdateAt }: Connections): boolean {
    if (peerSilentMs === null || connected === 0) return false;
    const now = performance.now();
    const silentMs = lastUpdateAt === null ? now - this.#startedAt : Date.now() - lastUpdateAt;
    return this.#deafness.isDeaf({ lastUpdateAt, silentMs }, peerSilentMs, now);
  }
}

/** Of a replica among peers that follow the same feeds; until it knows better it stands by. Undefined for a lone ingest. */
export function recordingRole(
  settings: { INGEST_PEERS: string; REDIS_URL: string; QUEUE_PREFIX: string },
  feeds: readonly { name: string }[],
  recorder: Recorder,
): RecordingRole | undefined {
  const urls = peerUrls(settings.INGEST_PEERS);
  if (urls.length === 0) return undefined;
  recorder.setRecording(false);
  const names = feeds.map(({ name }) => name).sort();
  const what = createHash('sha256').update(names.join()).digest('hex').slice(0, 16);
  const redis = { url: settings.REDIS_URL, prefix: settings.QUEUE_PREFIX };
  const id = recorder.outboxId;
  return new RecordingRole({
    id,
    lease: new RecorderLease(redis, what, id),
    peerUrls: urls,
    onChange: (recording) => recorder.setRecording(recording),
  });
}
