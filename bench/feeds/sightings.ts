/** When (ms, by {@link steadyNow}) a tick, named by its feed, game and number, was sent or seen. */
export type Sighting = [tick: string, at: number];

/** Milliseconds since 1970 with fractions, about the same in all processes of a machine. */
export const steadyNow = (): number => performance.timeOrigin + performance.now();

/** How long each tick that was sent took until it was seen, in ms, sorted. */
export function lagsOf(sent: readonly Sighting[], seen: readonly Sighting[]): number[] {
  const at = new Map(seen.toReversed());
  return sent
    .flatMap(([tick, from]) => {
      const to = at.get(tick);
      return to === undefined ? [] : [to - from];
    })
    .sort((a, b) => a - b);
}
