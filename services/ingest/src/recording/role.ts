/** A recorder whose lease has not been renewed for so long has lost it. */
export const LEASE_MS = 5_000;
/** Without Redis a standby waits longer than the lease, so that a holder has noticed that it lost it. */
export const PATIENCE_MS = LEASE_MS + 2_000;
/** A peer that has not answered for so long cannot be reached. */
export const PEER_SILENCE_MS = 2_500;

/** What an ingest knows about who records. Times by one steady clock, in ms. */
export interface RoleFacts {
  now: number;
  /** Whether it records now. */
  recording: boolean;
  /** Its name. */
  id: string;
  /** Feeds that it is connected to, without those that it has connected to just now. */
  feeds: number;
  /** What Redis said last; undefined before its first answer. */
  lease: { at: number; holder: string } | undefined;
  /** When it began to ask. */
  startedAt: number;
  peers: readonly PeerFacts[];
}

/** What another replica said last. */
export interface PeerFacts {
  id: string;
  at: number;
  recording: boolean;
  feeds: number;
}

/**
 * Whether this ingest is to record. Pure.
 *
 * Never one that is connected to fewer feeds than a peer that it can reach: it misses what that one sees. Else, while Redis answers, who
 * holds the lease. Without Redis the holder goes on; a standby takes over once Redis has been silent for longer than a lease and
 * no peer that it can reach records; of several such standbys the one with the smallest id. Two that cannot reach each other may both
 * record for a while: what they store is kept apart, and the forecasts of one of them count.
 */
export function shallRecord(facts: RoleFacts): boolean {
  const { now, recording, id, lease, startedAt } = facts;
  if (!isFit(facts)) return false;
  const silence = now - (lease?.at ?? startedAt);
  if (lease && silence < LEASE_MS) return lease.holder === id;
  const fit = reachable(facts).filter((peer) => peer.feeds === facts.feeds);
  const others = fit.filter((peer) => peer.recording);
  if (recording) return others.every((peer) => id < peer.id);
  return silence >= PATIENCE_MS && others.length === 0 && fit.every((peer) => id < peer.id);
}

/** Whether it sees as much as the peers do; only then it may ask for the lease. Pure. */
export function isFit(facts: RoleFacts): boolean {
  return reachable(facts).every(({ feeds }) => feeds <= facts.feeds);
}

function reachable({ now, id, peers }: RoleFacts): PeerFacts[] {
  return peers.filter((peer) => peer.id !== id && now - peer.at < PEER_SILENCE_MS);
}
