import { Panel } from '../../components/Panel.tsx';
import { count, decimal, percent, signed, UNKNOWN } from '../../format/numbers.ts';
import { exactFigures } from './exact.ts';
import type { Figures } from './figures.ts';
import type { SimulationResult } from './simulation.ts';
import styles from './Results.module.css';

interface ResultsProps {
  figures: Figures;
  result: SimulationResult | null;
  isRunning: boolean;
}

/** What is exact apart from what is simulated. */
export function Results({ figures, result, isRunning }: ResultsProps) {
  const { gain, spread, after, kelly } = exactFigures(figures);
  const share = (value: number | undefined, decimals = 1) =>
    value === undefined ? UNKNOWN : percent(value, decimals);
  const runs = result ? `, ${count(result.runs)} runs${isRunning ? ' so far' : ''}` : '';
  return (
    <Panel title="In figures">
      <div className={styles.both}>
        <Figures
          title="Exact"
          rows={[
            ['Expected gain per bet', signed(gain, 3), `${decimal(figures.payout, 0)} × p − 1, per 1 staked`],
            ['Spread (sd) per bet', decimal(spread), `${decimal(figures.payout, 0)} × √(p(1 − p))`],
            [`Expected after ${count(figures.bets)} bets`, signed(after, 1), 'if the bankroll lasted'],
            [
              'Kelly fraction',
              percent(kelly, kelly === 0 ? 0 : 1),
              `above 0 only if p is over ${percent(1 / figures.payout, 0)}`,
            ],
          ]}
        />
        <Figures
          title={`Simulated${runs}`}
          rows={[
            [
              `Ruined within ${count(figures.bets)} bets`,
              share(result?.ruined),
              result
                ? `± ${decimal(100 * result.ruinedError, 1)}, bankroll below one stake`
                : 'bankroll below one stake',
            ],
            ['Ahead at the end', share(result?.ahead), 'more than the start'],
            ['Typical deepest fall', share(result?.deepestFall, 0), 'median drawdown from the best point'],
            ['Fell by half or more', share(result?.halved, 0), 'at some time, from the best point'],
          ]}
        />
      </div>
    </Panel>
  );
}

function Figures({ title, rows }: { title: string; rows: readonly (readonly [string, string, string])[] }) {
  return (
    <table className={styles.table}>
      <caption className={styles.title}>{title}</caption>
      <tbody>
        {rows.map(([name, value, note]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td className={styles.value}>{value}</td>
            <td className={styles.note}>{note}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
