import type { TableOfChart } from '../chart/ChartTable.tsx';
import type { SceneForecast } from '../chart/scene.ts';
import { count, percent } from '../format/numbers.ts';

/** What the chart of the running game says about its end, as text. */
export function endTable({ survival }: SceneForecast): TableOfChart {
  return {
    columns: ['Up to tick', 'Still running', 'Ended by then'],
    rows: survival.map(({ tick, chance }) => [count(tick), percent(chance), percent(1 - chance)]),
  };
}
