import { right } from './right.ts';

const games = (held: number, missed: number) =>
  Array.from({ length: held + missed }, (_, i) => ({
    game_id: String(i),
    predicted_tick: 139,
    actual_tick: 100,
    in_band: i < held,
  }));

describe('has TED been right?', () => {
  it.each([
    [77, 23, 'Less often than promised'],
    [78, 22, 'As often as promised'],
    [92, 8, 'As often as promised'],
    [93, 7, 'More often than promised'],
    [14, 6, 'As often as promised'],
    [19, 0, 'Not known yet'],
  ])('with %i held and %i missed', (held, missed, says) => {
    expect(right(games(held, missed)).says).toBe(says);
  });

  it('counts the last 100 games only and shows how many there are', () => {
    expect(right([...games(0, 50), ...games(87, 13)]).reason).toBe(
      '87 of its last 100 ranges held; it promises 85%.',
    );
    expect(right(games(3, 1)).reason).toMatch(/^Ranges that held so far: 3 of 4\./);
    expect(right([]).reason).toMatch(/^No game has finished/);
  });
});
