import type { TableOfChart } from '../chart/ChartTable.tsx';
import type { Scene } from '../chart/scene.ts';
import { count, percent } from '../format/numbers.ts';

/** What the chart of the running game says about its end, as text; null while there is no forecast. */
export function endTable({ forecast }: Scene): TableOfChart | null {
  if (!forecast) return null;
  return {
    columns: ['Up to tick', 'Still running', 'Ended by then'],
    rows: forecast.survival.map(({ tick, chance }) => [count(tick), percent(chance), percent(1 - chance)]),
  };
}
