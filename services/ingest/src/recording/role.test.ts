import fc from 'fast-check';
import { isFit, LEASE_MS, PATIENCE_MS, PEER_SILENCE_MS, shallRecord, type PeerFacts } from './role.ts';

const STEP_MS = 500;
const IDS = ['a', 'b', 'c'] as const;

/** A replica as the model runs it: it asks Redis and its peers once a step, if it can reach them. */
interface Replica {
  id: string;
  alive: boolean;
  recording: boolean;
  startedAt: number;
  lease: { at: number; holder: string } | undefined;
  feeds: number;
  peers: Map<string, PeerFacts>;
}

/** What happens between two steps: the lists say who is cut off from what; `order` who is asked first. */
const step = fc.record({
  redisAway: fc.subarray([...IDS]),
  cutOff: fc.subarray([...IDS], { maxLength: 1 }),
  /** Who has lost the feed. */
  deaf: fc.subarray([...IDS]),
  killed: fc.option(fc.constantFrom(...IDS), { freq: 8, nil: undefined }),
  order: fc.shuffledSubarray([...IDS], { minLength: 3 }),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

class World {
  now = 0;
  redis: { holder: string; until: number } | undefined;
  readonly replicas = IDS.map((id): Replica => this.#born(id));

  #born(id: string): Replica {
    return {
      id,
      alive: true,
      recording: false,
      startedAt: this.now,
      lease: undefined,
      feeds: 1,
      peers: new Map(),
    };
  }

  recorders(): string[] {
    return this.replicas.filter(({ alive, recording }) => alive && recording).map(({ id }) => id);
  }

  take({ redisAway, cutOff, deaf, killed, order }: Step): void {
    this.now += STEP_MS;
    if (killed) Object.assign(this.#of(killed), this.#born(killed));
    for (const replica of this.replicas) replica.feeds = deaf.includes(replica.id as never) ? 0 : 1;
    for (const id of order) this.#look(this.#of(id), redisAway.includes(id), cutOff);
  }

  #of(id: string): Replica {
    return this.replicas.find((replica) => replica.id === id)!;
  }

  #look(me: Replica, redisAway: boolean, cutOff: string[]): void {
    const { now } = this;
    const facts = () => ({ ...me, now, peers: [...me.peers.values()] });
    if (!redisAway) {
      const isFree = !this.redis || this.redis.until <= now || this.redis.holder === me.id;
      if (isFree) this.redis = isFit(facts()) ? { holder: me.id, until: now + LEASE_MS } : undefined;
      me.lease = { at: now, holder: this.redis?.holder ?? '' };
    }
    for (const other of this.replicas) {
      if (other === me || cutOff.includes(me.id) || cutOff.includes(other.id)) continue;
      me.peers.set(other.id, { id: other.id, at: now, recording: other.recording, feeds: other.feeds });
    }
    me.recording = shallRecord(facts());
  }
}

const CALM: Step = { redisAway: [], cutOff: [], deaf: [], killed: undefined, order: [...IDS] };
const calm = (world: World, ms: number, more: Partial<Step> = {}): void => {
  for (let i = 0; i < ms / STEP_MS; i++) world.take({ ...CALM, ...more });
};

describe('who records', () => {
  it('is one of three after whatever has happened, soon after the network is whole again', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const world = new World();
        for (const each of steps) world.take(each);
        calm(world, LEASE_MS + 2 * STEP_MS);
        expect(world.recorders()).toHaveLength(1);
        const [recorder] = world.recorders();
        calm(world, 10 * LEASE_MS);
        expect(world.recorders()).toEqual([recorder]);
      }),
      { numRuns: 150 },
    );
  });

  it('is one of them also without Redis, soon after they reach each other, and stays so', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const world = new World();
        for (const each of steps) world.take(each);
        calm(world, PATIENCE_MS + PEER_SILENCE_MS + 2 * STEP_MS, { redisAway: [...IDS] });
        expect(world.recorders()).toHaveLength(1);
        const [recorder] = world.recorders();
        calm(world, 10 * LEASE_MS, { redisAway: [...IDS] });
        expect(world.recorders()).toEqual([recorder]);
      }),
      { numRuns: 150 },
    );
  });

  it('is never two while all reach Redis and each other', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ killed: fc.option(fc.constantFrom(...IDS), { freq: 4, nil: undefined }) }), {
          maxLength: 60,
        }),
        (steps) => {
          const world = new World();
          for (const each of steps) {
            world.take({ ...CALM, ...each });
            expect(world.recorders().length).toBeLessThan(2);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('does not change because Redis goes away', () => {
    const world = new World();
    calm(world, LEASE_MS);
    const before = world.recorders();
    calm(world, 20 * LEASE_MS, { redisAway: [...IDS] });
    expect(world.recorders()).toEqual(before);
  });

  it('is the standby within a lease of the recorder’s death, and without Redis within patience and silence', () => {
    const facts = { id: 'b', startedAt: 0, recording: false, feeds: 1 };
    const dead: PeerFacts = { id: 'a', at: 10_000, recording: true, feeds: 1 };
    const lease = { at: 10_000, holder: 'a' };
    expect(shallRecord({ ...facts, now: 10_000, lease: { at: 10_000, holder: 'b' }, peers: [dead] })).toBe(
      true,
    );
    expect(shallRecord({ ...facts, now: 10_000 + PATIENCE_MS - 1, lease, peers: [dead] })).toBe(false);
    expect(shallRecord({ ...facts, now: 10_000 + PATIENCE_MS, lease, peers: [dead] })).toBe(true);
    const alive = { ...dead, at: 10_000 + PATIENCE_MS };
    expect(shallRecord({ ...facts, now: 10_000 + PATIENCE_MS, lease, peers: [alive] })).toBe(false);
  });

  it('is one that hears the feed, with and without Redis, as long as one does that the others can reach', () => {
    for (const redisAway of [[], [...IDS]]) {
      const world = new World();
      calm(world, 2 * PATIENCE_MS, { redisAway });
      const [deaf] = world.recorders();
      calm(world, PATIENCE_MS + PEER_SILENCE_MS, { redisAway, deaf: [deaf as 'a'] });
      const [heir, ...rest] = world.recorders();
      expect(rest).toEqual([]);
      expect(heir).not.toBe(deaf);
      calm(world, 10 * LEASE_MS, { redisAway });
      expect(world.recorders()).toEqual([heir]);
    }
  });
});
