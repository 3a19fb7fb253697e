import { game, judged, live, message, NOW, system } from '../testing/samples.ts';
import { firstState, withLoss, withMessage, withSystem } from './state.ts';

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

  it('keeps the forecast over the update that ends a game, and has none where TED has none', () => {
    const before = live();
    expect(before.forecast).not.toBeNull();
    expect(withMessage(before, message({ forecast: null }), NOW).forecast).toBe(before.forecast);
    const anew = message({ type: 'initial_state', forecast: null });
    expect(withMessage(before, anew, NOW).forecast).toBeNull();
  });

  it('does not take the rug price for a price', () => {
    const rugged = withMessage(
      live(),
      message({ game_state: game({ currentTick: 385, currentPrice: 0.01, isRugged: true, phase: 'ended' }) }),
      NOW,
    );
    expect(rugged.path).toMatchObject({ head: { tick: 384, price: 10.63 }, length: 385 });
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

  it('counts the updates that arrive', () => {
    let state = firstState(NOW);
    for (let i = 1; i <= 8; i++) state = withMessage(state, message(), NOW + i * 250);
    expect(state.rate.perSecond).toBe(4);
  });

  it('keeps the last answer about the parts, and knows that none comes any more', () => {
    const answered = withSystem(live(), system());
    expect(withSystem(answered, null)).toMatchObject({ isAnswering: false, system: { status: 'ok' } });
  });

  it('begins a new path with a new game', () => {
    const next = withMessage(
      live(),
      message({ game_state: game({ gameId: 'b', currentTick: 0, currentPrice: 1 }) }),
      NOW,
    );
    expect(next.path).toMatchObject({ gameId: 'b', prices: [1] });
  });
});
