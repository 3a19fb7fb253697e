import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { playGame, replayGame, serverSeedHash, verifyGame, type GameFacts } from './index.ts';
import { playBy } from './algorithm.ts';
import { algorithmsOf } from './versions.ts';

const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length });
const seeds = hex(64);
const ids = hex(16).map((id) => `20251207-${id}`);
const versions = fc.constantFrom('v1' as const, 'v3' as const);

/** An honest game, with everything that can be known of it. */
function honest(serverSeed: string, gameId: string, version: 'v1' | 'v3') {
  const { endTick, peakPrice, prices } = playGame(serverSeed, gameId, version);
  return {
    gameId,
    version,
    serverSeed,
    serverSeedHash: serverSeedHash(serverSeed),
    committedHash: serverSeedHash(serverSeed),
    endTick,
    peakPrice,
    prices: [...prices.entries()],
  };
}
const games = fc.tuple(seeds, ids, versions).map((parts) => honest(...parts));

it('verifies honest games, and says what it has compared', () => {
  fc.assert(
    fc.property(games, (game) => {
      expect(verifyGame(game)).toEqual({
        verdict: 'verified',
        compared: ['committed_hash', 'server_seed_hash', 'end_tick', 'prices', 'peak_price'],
        pricesCompared: game.endTick,
        firstDifference: null,
        algorithm: game.version,
        reason: null,
      });
    }),
  );
});

describe('tampering is caught', () => {
  it('one price, by a billionth more than printing may change it', () => {
    fc.assert(
      fc.property(games, fc.nat(), fc.constantFrom(1e-8, -1e-8, 0.5), (game, position, by) => {
        const tick = position % game.endTick;
        const prices = game.prices.map(([t, price]) => [t, t === tick ? price * (1 + by) : price] as const);
        expect(verifyGame({ ...game, prices })).toMatchObject({
          verdict: 'mismatch',
          firstDifference: { what: 'price', tick, expected: game.prices[tick]![1], seen: prices[tick]![1] },
        });
      }),
    );
  });

  it('one tick more or less', () => {
    fc.assert(
      fc.property(games, fc.constantFrom(-1, 1), (game, by) => {
        const endTick = game.endTick + by;
        expect(verifyGame({ ...game, endTick })).toMatchObject({
          verdict: 'mismatch',
          firstDifference: { what: 'end_tick', expected: game.endTick, seen: endTick },
        });
      }),
    );
  });

  it('a tick that was taken out or put in, at the tick where it happened', () => {
    fc.assert(
      fc.property(games, fc.nat(), fc.boolean(), (game, position, taken) => {
        fc.pre(game.endTick > 3);
        const tick = 1 + (position % (game.endTick - 2));
        const path = game.prices.map(([, price]) => price);
        if (taken) path.splice(tick, 1);
        else path.splice(tick, 0, path[tick]! * 1.01);
        const result = verifyGame({ ...game, endTick: path.length, prices: path.entries() });
        expect(result).toMatchObject({ verdict: 'mismatch', firstDifference: { what: 'price', tick } });
      }),
    );
  });

  it('one byte of the seed, by the hash, or by the replay where no hash is known', () => {
    fc.assert(
      fc.property(games, fc.nat(63), fc.constantFrom(...'0123456789abcdef'), (game, position, digit) => {
        fc.pre(game.serverSeed[position] !== digit);
        const serverSeed = game.serverSeed.slice(0, position) + digit + game.serverSeed.slice(position + 1);
        expect(verifyGame({ ...game, serverSeed })).toMatchObject({
          verdict: 'mismatch',
          firstDifference: { what: 'committed_hash', tick: null, expected: serverSeedHash(serverSeed) },
        });
        const withoutHash = { ...game, serverSeed, serverSeedHash: null, committedHash: null };
        expect(verifyGame(withoutHash).verdict).toBe('mismatch');
      }),
    );
  });

  it('a seed that was exchanged together with its hash, by the hash from before the game', () => {
    fc.assert(
      fc.property(games, seeds, (game, other) => {
        const exchanged = honest(other, game.gameId, game.version);
        expect(verifyGame({ ...exchanged, committedHash: game.serverSeedHash })).toMatchObject({
          verdict: 'mismatch',
          firstDifference: { what: 'committed_hash', seen: game.serverSeedHash },
        });
      }),
    );
  });

  it('the peak alone', () => {
    fc.assert(
      fc.property(games, (game) => {
        const facts = { ...game, prices: [], peakPrice: game.peakPrice * 1.1 };
        expect(verifyGame(facts)).toMatchObject({
          verdict: 'mismatch',
          firstDifference: { what: 'peak_price', expected: game.peakPrice },
        });
      }),
    );
  });

  it('a game that was seen alive after its end', () => {
    const game = honest('seed', '20251207-0123456789abcdef', 'v3');
    const facts = { ...game, endTick: null, peakPrice: null, prices: [[game.endTick, 1.5]] as const };
    expect(verifyGame(facts)).toMatchObject({
      verdict: 'mismatch',
      firstDifference: { what: 'price', tick: game.endTick, expected: null, seen: 1.5 },
    });
  });
});

describe('what is missing', () => {
  const game = honest('seed', '20251207-0123456789abcdef', 'v3');
  const nothing = { committedHash: null, endTick: null, peakPrice: null, prices: [] };

  it.each<[string, Partial<GameFacts>, string[]]>([
    ['hash and end tick suffice', { ...nothing, endTick: game.endTick }, ['server_seed_hash', 'end_tick']],
    ['so do hash and peak', { ...nothing, peakPrice: game.peakPrice }, ['server_seed_hash', 'peak_price']],
    ['and hash and one price', { ...nothing, prices: [game.prices[3]!] }, ['server_seed_hash', 'prices']],
    [
      'or all but the hashes',
      { committedHash: null, serverSeedHash: null },
      ['end_tick', 'prices', 'peak_price'],
    ],
  ])('%s', (_, facts, compared) => {
    expect(verifyGame({ ...game, ...facts })).toMatchObject({ verdict: 'verified', compared });
  });

  it.each<[string, Partial<GameFacts>, RegExp]>([
    ['the seed', { serverSeed: null }, /no seed/],
    ['the version', { version: null }, /version is not known/],
    ['the algorithm of the version', { version: 'v4' }, /no algorithm is known for version "v4"/],
    ['a version that is a word of the language', { version: 'constructor' }, /"constructor"/],
    ['all that could be compared', nothing, /nothing is known/],
  ])('without %s it is unverifiable', (_, facts, reason) => {
    const result = verifyGame({ ...game, ...facts });
    expect(result).toMatchObject({ verdict: 'unverifiable', firstDifference: null });
    expect(result.reason).toMatch(reason);
  });

  it('a wrong hash is a mismatch whatever else is missing', () => {
    expect(verifyGame({ ...game, ...nothing, version: 'v4', serverSeedHash: 'ab' }).verdict).toBe('mismatch');
  });
});

it('takes what only printing has changed', () => {
  const game = honest('printed', '20251207-0123456789abcdef', 'v3');
  const printed = (value: number) => Number(value.toPrecision(12));
  const prices = game.prices.map(([tick, price]) => [tick, printed(price)] as const);
  expect(verifyGame({ ...game, prices, peakPrice: printed(game.peakPrice) }).verdict).toBe('verified');
});

it('accepts no price that is no number', () => {
  const game = honest('seed', '20251207-0123456789abcdef', 'v3');
  for (const wrong of [NaN, Infinity, -Infinity])
    expect(verifyGame({ ...game, prices: [[1, wrong]] }).verdict).toBe('mismatch');
});

it('never throws, whatever a feed may have said', () => {
  const text = fc.option(fc.string({ unit: 'binary' }));
  const number = fc.option(fc.double());
  const facts = fc.record({
    gameId: fc.string({ unit: 'binary' }),
    version: fc.oneof(text, versions),
    serverSeed: text,
    serverSeedHash: text,
    committedHash: text,
    endTick: number,
    peakPrice: number,
    prices: fc.array(fc.tuple(fc.double(), fc.double())),
  });
  fc.assert(fc.property(facts, (given) => expect(verifyGame(given)).toBeDefined()));
});

describe('games of before 29 October 2025', () => {
  const gameId = '20250612-0123456789abcdef';
  const [standing, earlier] = algorithmsOf('v3', gameId);

  it('may have been made with the rug probability that was shown then, and the verdict says so', () => {
    expect(earlier!.parameters.rugProbability).toBe(0.011);
    for (const { name, parameters } of [standing!, earlier!]) {
      const { endTick, prices } = playBy(parameters, 'seed', gameId);
      const facts = { gameId, version: 'v3', serverSeed: 'seed', serverSeedHash: serverSeedHash('seed') };
      expect(verifyGame({ ...facts, endTick, peakPrice: null, prices: prices.entries() })).toMatchObject({
        verdict: 'verified',
        algorithm: name,
      });
      expect(replayGame('seed', gameId, 'v3', name)!.endTick).toBe(endTick);
    }
  });

  it('later ones may not', () => {
    expect(algorithmsOf('v3', '20251029-0123456789abcdef')).toHaveLength(1);
    expect(algorithmsOf('v3', 'a game without a date')).toHaveLength(1);
  });
});

it('replays the standing algorithm of a version, and nothing for one that is not known', () => {
  expect(replayGame('seed', 'game', 'v3')).toEqual(playGame('seed', 'game', 'v3'));
  expect(replayGame('seed', 'game', 'v4')).toBeUndefined();
  expect(replayGame('seed', 'game', null)).toBeUndefined();
});

it('hashes as everybody does', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(serverSeedHash(text)).toBe(createHash('sha256').update(text, 'utf8').digest('hex'));
    }),
  );
});
