import { game, live, message, NOW, status } from '../testing/samples.ts';
import { firstState, withLoss, withMessage, withStatus } from './state.ts';

const judged = (id: string) => ({ game_id: id, predicted_tick: 139, actual_tick: 100, in_band: true });

describe('the live state', () => {
  it('is fresh by an update, not by the first message', () => {
    const told = withMessage(firstState(NOW), message({ type: 'initial_state' }), NOW);
    expect(told.updatedAt).toBeNull();
    expect(withMessage(told, message(), NOW + 250).updatedAt).toBe(NOW + 250);
  });

  it('has no game where none was seen, and one during the first cooldown', () => {
    const nothing = game({ gameId: '', phase: 'waiting', currentTick: 0, currentPrice: 0 });
    expect(live({ game_state: nothing }).game).toBeNull();
    expect(live({ game_state: { ...nothing, cooldown_ms: 7100 } }).game?.cooldown_ms).toBe(7100);
  });

  it('takes the whole history first and each finished game once after it', () => {
    const first = withMessage(
      firstState(NOW),
      message({ type: 'initial_state', prediction_history: [judged('a'), judged('b')] }),
      NOW,
    );
    const later = withMessage(first, message({ prediction_history: [judged('b')] }), NOW);
    const last = withMessage(later, message({ prediction_history: [judged('c')] }), NOW);
    expect(last.judged.map(({ game_id }) => game_id)).toEqual(['a', 'b', 'c']);
  });

  it('remembers a recommended bet after its tick', () => {
    const advice = message().side_bet_advice!;
    const bet = live({ side_bet_advice: { ...advice, action: 'PLACE_SIDE_BET', tick: 384 } });
    expect(withMessage(bet, message(), NOW).bet).toEqual({ gameId: '20251124-a', tick: 384 });
  });

  it('does not take the rug price for a price', () => {
    const rugged = withMessage(
      live(),
      message({ game_state: game({ currentTick: 385, currentPrice: 0.01, isRugged: true, phase: 'ended' }) }),
      NOW,
    );
    expect(rugged.path).toMatchObject({ points: [{ tick: 384, price: 10.63 }], ticks: 385 });
  });

  it('tells how long a silence was', () => {
    expect(withMessage(live(), message(), NOW + 3000).recovered).toBeNull();
    const back = withMessage(live(), message(), NOW + 14_000);
    expect(back.recovered).toEqual({ at: NOW + 14_000, lastedMs: 14_000 });
  });

  it('counts the time of a loss from its first failure', () => {
    const lost = withLoss(live(), NOW + 1000, 1, NOW);
    const again = withLoss(lost, NOW + 4000, 2, NOW + 2000);
    expect(again.connection).toEqual({ is: 'lost', since: NOW, nextTryAt: NOW + 4000, tries: 2 });
  });

  it('derives the rate of updates from two answers', () => {
    const first = withStatus(live(), status());
    expect(first.updatesPerSecond).toBeNull();
    const later = { ...status(), at: NOW + 2000, statistics: { total_game_updates: 1008 } };
    expect(withStatus(first, later).updatesPerSecond).toBe(4);
    expect(withStatus(first, null).updatesPerSecond).toBeNull();
  });
});
