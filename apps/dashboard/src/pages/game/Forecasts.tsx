import { memo, useState } from 'react';
import type { GameDetail } from '../../api/game.ts';
import type { StoredPrediction } from '../../api/stored-forecasts.ts';
import { Panel } from '../../components/Panel.tsx';
import { ScrollTable } from '../../components/ScrollTable.tsx';
import table from '../../components/table.module.css';
import { count, decimal, percent, price, signed, UNKNOWN } from '../../format/numbers.ts';
import { ErrorBar } from '../history/ErrorBar.tsx';
import { Inside } from '../history/GamesTable.tsx';
import { outcomeWord } from '../history/PredictionsTab.tsx';
import { baselineBrier, shownForecasts } from './forecast-rows.ts';
import { priceAt, type GameRecord } from './record.ts';
import styles from './Forecasts.module.css';

interface ForecastsProps {
  game: GameDetail;
  record: GameRecord;
  /** What TED said at the playhead. */
  here: StoredPrediction | null;
  onChoose: (tick: number) => void;
}

/** Every stored forecast of the game beside what became of it and what the baseline scored. Not drawn anew for each tick. */
export const Forecasts = memo(function Forecasts({ game, record, here, onChoose }: ForecastsProps) {
  const [isAll, setIsAll] = useState(false);
  const { predictions } = record;
  const kept = predictions.filter(({ last_before_end }) => last_before_end).length;
  const shown = isAll ? predictions : shownForecasts(predictions, here);
  return (
    <Panel
      title="How every forecast of this game turned out"
      aside={
        <>
          {count(predictions.length - kept)} scored{kept > 0 ? ` + ${kept} kept` : ''}
          {shown.length < predictions.length || isAll ? (
            <>
              {' '}
              · showing {count(shown.length)} ·{' '}
              <button type="button" className={styles.all} onClick={() => setIsAll(!isAll)}>
                {isAll ? 'show fewer' : 'show all'}
              </button>
            </>
          ) : null}
        </>
      }
    >
      {predictions.length === 0 ? (
        <p className={styles.none}>No prediction of this game is stored.</p>
      ) : (
        <div className={styles.table}>
          <ScrollTable label="Forecasts of this game">
            <Head />
            <tbody>
              {shown.map((prediction) => (
                <Row
                  key={prediction.predicted_at_tick}
                  prediction={prediction}
                  price={priceAt(record, prediction.predicted_at_tick)?.price ?? null}
                  isBet={game.side_bets.some((bet) => bet.placed_at_tick === prediction.predicted_at_tick)}
                  isHere={prediction === here}
                  onChoose={onChoose}
                />
              ))}
            </tbody>
          </ScrollTable>
        </div>
      )}
    </Panel>
  );
});

const COLUMNS: readonly (readonly [string, boolean])[] = [
  ['Price', true],
  ['p within 40', true],
  ['It ended within 40', false],
  ['Brier, TED', true],
  ['Brier, baseline', true],
  ['Median', true],
  ['85% range', true],
  ['The end was', false],
  ['Error, windows', true],
];

function Head() {
  return (
    <thead>
      <tr>
        <th scope="col">Tick</th>
        {COLUMNS.map(([name, isNumber]) => (
          <th key={name} scope="col" className={isNumber ? table.number : undefined}>
            {name}
          </th>
        ))}
        <th scope="col" className={table.scale}>
          <span>early</span>
          <span>0</span>
          <span>late</span>
        </th>
        <th scope="col">Advice</th>
        <th scope="col">Score</th>
      </tr>
    </thead>
  );
}

interface RowProps {
  prediction: StoredPrediction;
  price: number | null;
  isBet: boolean;
  isHere: boolean;
  onChoose: (tick: number) => void;
}

function Row({ prediction, price: at, isBet, isHere, onChoose }: RowProps) {
  const { predicted_at_tick: tick, e40, in_interval: inside, rugged_within_40: rugged } = prediction;
  const isScored = prediction.brier !== null && !prediction.last_before_end;
  const baseline = baselineBrier(rugged);
  return (
    <tr className={table.row} data-is-here={isHere || undefined}>
      <th scope="row">
        <button type="button" className={`${styles.tick} ${table.open}`} onClick={() => onChoose(tick)}>
          {count(tick)}
        </button>
      </th>
      <td className={table.number}>{at === null ? UNKNOWN : price(at)}</td>
      <td className={table.number}>{percent(prediction.p_rug_40)}</td>
      <td>{outcomeWord(rugged)}</td>
      <td className={table.number}>{isScored ? decimal(prediction.brier!, 3) : UNKNOWN}</td>
      <td className={table.quiet}>{isScored && baseline !== null ? decimal(baseline, 3) : UNKNOWN}</td>
      <td className={table.number}>{count(prediction.predicted_end_tick)}</td>
      <td className={table.quiet}>
        {count(prediction.uncertainty_bounds.lower)}–{count(prediction.uncertainty_bounds.upper)}
      </td>
      <td>{inside === null ? UNKNOWN : <Inside is={inside} />}</td>
      <td className={table.number}>{e40 === null ? UNKNOWN : signed(e40, 1)}</td>
      <td>{e40 !== null && <ErrorBar windows={e40} />}</td>
      <td>{isBet ? 'Bet' : 'Wait'}</td>
      <td className={table.unknown}>
        {prediction.last_before_end
          ? 'kept because the game ended: not scored'
          : isScored
            ? 'scored'
            : 'not scored yet'}
      </td>
    </tr>
  );
}
