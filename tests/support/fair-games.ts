import { playGame, serverSeedHash } from '@ted/fairness';
import type { RecordOf, TedRecord } from '@ted/messaging';
import { ended, revealed, started, tickSample } from './records.ts';

export interface FairGame {
  game_id: string;
  end_tick: number;
  /** Of every tick, the rug's last. */
  prices: number[];
  server_seed: string;
  server_seed_hash: string;
}

/** A game of the published algorithm, version 3. */
export function fairGame(number: number): FairGame {
  const game_id = `20251207-${number.toString(16).padStart(16, '0')}`;
  const server_seed = `seed ${number}`;
  const { endTick, prices } = playGame(server_seed, game_id, 'v3');
  return {
    game_id,
    end_tick: endTick,
    prices: [...prices, 0.01],
    server_seed,
    server_seed_hash: serverSeedHash(server_seed),
  };
}

/** What ingest sends of a game that it has followed from its first tick to its end. */
export function recordsOfGame(
  game: FairGame,
  more: { revealed?: Partial<RecordOf<'game_revealed'>>; ended?: Partial<RecordOf<'game_ended'>> } = {},
): TedRecord[] {
  const { game_id, end_tick, prices, server_seed, server_seed_hash } = game;
  const peak_price = prices.slice(0, -1).reduce((a, b) => Math.max(a, b));
  const peak_tick = prices.indexOf(peak_price);
  return [
    started(game_id, { server_seed_hash }),
    ...Array.from({ length: Math.ceil(end_tick / 10) }, (_, i) =>
      tickSample(game_id, 10 * i, { price: prices[10 * i]! }),
    ),
    ended(game_id, end_tick, { peak_price, peak_tick, ...more.ended }),
    {
      ...(revealed(game_id, end_tick) as RecordOf<'game_revealed'>),
      peak_price,
      peak_tick,
      prices,
      server_seed,
      server_seed_hash,
      ...more.revealed,
    },
  ];
}
