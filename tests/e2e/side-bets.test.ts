import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Db } from 'mongodb';
import { LiveClient } from '../support/live-client.ts';
import { temporaryFolder } from '../support/stores.ts';
import { Ted } from '../support/ted.ts';
import { eventually } from '../support/wait.ts';

/** End ticks of games so short that a side bet is worth its price, with some long enough that one is lost. */
const END_TICKS = Array.from({ length: 120 }, (_, i) => [12, 25, 7, 61, 40, 18, 95, 31][i % 8]!);

const gameId = (i: number): string => `20260101-${String(i).padStart(16, '0')}`;

/** A recording of these games, in the shape of whole games a line. */
function recordingOf(endTicks: readonly number[]): string {
  const lines = endTicks.map((endTick, i) => {
    const ticks = Array.from({ length: endTick }, (_, tick) => [tick * 250, tick, 1 + tick / 100, 1, 0, 0]);
    return JSON.stringify({
      game_id: gameId(i),
      recorded_at: new Date(Date.UTC(2026, 0, 1) + i * 60_000).toISOString().replace('Z', ''),
      events: [...ticks, [endTick * 250, endTick, 0.01, 1, 1, 0], [endTick * 250 + 500, 0, 1, 0, 0, 14_900]],
    });
  });
  const file = join(temporaryFolder('recording'), 'short-games.ndjson');
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

describe('side bets that were recommended', () => {
  let ted: Ted;
  let db: Db;
  let live: LiveClient;
  beforeAll(async () => {
    // Slow enough that the WebSocket client is there while bets are made.
    ted = await Ted.up({ args: ['--feed', 'replay', '--file', recordingOf(END_TICKS), '--speed', '500'] });
    db = await ted.db();
    live = await LiveClient.connect(ted.stack.gateway_url);
    await eventually(
      'the last game',
      () => ted.api('/api/status'),
      (s) => s.statistics.games_analyzed === END_TICKS.length,
      40_000,
    );
    await ted.untilStored();
  });
  afterAll(async () => {
    live.close();
    await ted.stop();
  });

  it('are stored, each once, with the outcome and the net payout of the real window rule [defect 1] [defect 10]', async () => {
    const bets = await db.collection('side_bets').find().toArray();
    const keys = bets.map((bet) => `${bet.game_id} ${bet.placed_at_tick}`);
    expect(new Set(keys).size).toBe(keys.length);
    for (const bet of bets) {
      const endTick = END_TICKS[Number(bet.game_id.split('-')[1])]!;
      const won = bet.placed_at_tick < endTick && endTick <= bet.placed_at_tick + 40;
      expect(bet).toMatchObject({
        recommendation: 'PLACE_SIDE_BET',
        window_end_tick: bet.placed_at_tick + 40,
        resolved: true,
        actual_outcome: won ? 'WON' : 'LOST',
        payout: won ? 4 : -1,
      });
    }
    expect(new Set(bets.map((bet) => bet.actual_outcome))).toEqual(new Set(['WON', 'LOST']));
  });

  it('come at most one at a time, and again from tick 0 in the next game [defect 11]', async () => {
    const games = await db.collection('games').find().toArray();
    expect(games).toHaveLength(END_TICKS.length);
    const lastGames = games.filter(({ game_id }) => game_id >= gameId(END_TICKS.length - 16));
    for (const { game_id, end_tick, side_bets_placed } of lastGames) {
      const bets = await db.collection('side_bets').find({ game_id }).sort({ placed_at_tick: 1 }).toArray();
      // One at tick 0, the next once its window of 40 ticks and the cooldown of 4 are over.
      const expected = [0, 44, 88].filter((tick) => tick < end_tick);
      expect({ game_id, ticks: bets.map((bet) => bet.placed_at_tick) }).toEqual({ game_id, ticks: expected });
      expect(side_bets_placed).toBe(expected.length);
    }
  });

  it('are the same ones in the API and on the WebSocket [defect 10]', async () => {
    const stored = await db.collection('side_bets').find().sort({ game_id: 1, placed_at_tick: 1 }).toArray();
    const count = (outcome: string) => stored.filter((bet) => bet.actual_outcome === outcome).length;
    const { history, performance } = await ted.api('/api/side-bet');
    expect(performance).toMatchObject({
      total_recommendations: stored.length,
      bets_won: count('WON'),
      bets_lost: count('LOST'),
    });
    expect(history.at(-1)).toMatchObject({
      action: 'PLACE_SIDE_BET',
      game_id: stored.at(-1)!.game_id,
      tick: stored.at(-1)!.placed_at_tick,
      coverage_end_tick: stored.at(-1)!.window_end_tick,
    });
    const shown = live.messages.filter((message) => message.side_bet_recommendation);
    expect(shown.at(-1).side_bet_recommendation).toMatchObject({ action: 'PLACE_SIDE_BET' });
  });
});
