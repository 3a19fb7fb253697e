import { freshnessOf } from '../live/freshness.ts';
import { firstState, withSystem } from '../live/state.ts';
import { down, live, NOW, system } from '../testing/samples.ts';
import { overChart } from './over-chart.ts';

it('says in the place of the price what is down, what was seen last and what to do', () => {
  const state = withSystem(live(), system({ ingest: down() }));
  expect(overChart(state, freshnessOf(state, NOW + 3000), NOW + 3000)).toEqual({
    strong: 'No live data',
    text:
      'The gateway answers, but the ingest service does not: no answer. Last seen: tick 384 at 10.63×. ' +
      'If it stays away, look at logs/backend.log. This page goes on by itself.',
  });
});

it('says what is missing when loading takes long', () => {
  const state = firstState(NOW);
  expect(overChart(state, freshnessOf(state, NOW + 1000), NOW + 1000).text).toMatch(
    /^Usually under a second/,
  );
  expect(overChart(state, freshnessOf(state, NOW + 6000), NOW + 6000).text).toBe(
    'TED has not answered for 6 s.',
  );
});
