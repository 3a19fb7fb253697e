import { Link } from 'wouter';
import { usePredictions } from '../../api/history.ts';
import type { StoredPrediction } from '../../api/stored-forecasts.ts';
import { Loaded } from '../../components/Loaded.tsx';
import { ScrollTable } from '../../components/ScrollTable.tsx';
import { Time } from '../../components/Time.tsx';
import table from '../../components/table.module.css';
import { count, decimal, percent, signed, UNKNOWN } from '../../format/numbers.ts';
import { listQuery, type Address } from './address.ts';
import { EmptyList } from './EmptyList.tsx';
import { ErrorBar } from './ErrorBar.tsx';
import { ForecastHeads } from './ForecastHeads.tsx';
import { Inside, shortId } from './GamesTable.tsx';
import { Paging } from './Paging.tsx';

const ROWS_OF_SKELETON = Array.from({ length: 10 }, () => '100%');

export function PredictionsTab({ address }: { address: Address }) {
  const query = usePredictions(listQuery(address));
  return (
    <Loaded query={query} what="This list" skeleton={ROWS_OF_SKELETON}>
      {(page) =>
        page.predictions.length === 0 ? (
          <EmptyList what="No predictions yet. The first is stored seconds after the first game has begun." />
        ) : (
          <>
            <Predictions predictions={page.predictions} />
            <Paging address={address} page={page} shown={page.predictions.length}>
              p: chance of an end within 40 ticks. Brier: (p − outcome)², 0 is best.
            </Paging>
          </>
        )
      }
    </Loaded>
  );
}

function Predictions({ predictions }: { predictions: readonly StoredPrediction[] }) {
  return (
    <ScrollTable label="Predictions">
      <thead>
        <tr>
          <th scope="col">Made ↓</th>
          <th scope="col">Game</th>
          <th scope="col" className={table.number}>
            Tick
          </th>
          <th scope="col" className={table.number}>
            p within 40
          </th>
          <th scope="col">It ended within 40</th>
          <th scope="col" className={table.number}>
            Brier
          </th>
          <ForecastHeads />
        </tr>
      </thead>
      <tbody>
        {predictions.map((prediction) => (
          <Row
            key={`${prediction.game_id} ${prediction.predicted_at_tick} ${prediction.created_at}`}
            prediction={prediction}
          />
        ))}
      </tbody>
    </ScrollTable>
  );
}

function Row({ prediction }: { prediction: StoredPrediction }) {
  const { game_id: gameId, predicted_at_tick: tick, e40, in_interval: inside } = prediction;
  return (
    <tr className={table.row}>
      <th scope="row">
        <Link href={`/history/${gameId}?tick=${tick}`} className={table.open}>
          <Time at={prediction.created_at} withDay />
        </Link>
      </th>
      <td>
        <code title={gameId}>{shortId(gameId)}</code>
      </td>
      <td className={table.number}>{count(tick)}</td>
      <td className={table.number}>{percent(prediction.p_rug_40)}</td>
      <td>{outcomeWord(prediction.rugged_within_40)}</td>
      <td className={table.number}>{scoreWord(prediction)}</td>
      <td className={table.number}>{count(prediction.predicted_end_tick)}</td>
      <td className={table.quiet}>
        {count(prediction.uncertainty_bounds.lower)}–{count(prediction.uncertainty_bounds.upper)}
      </td>
      <td>
        {inside === null ? <span className={table.unknown}>not known yet</span> : <Inside is={inside} />}
      </td>
      <td className={table.number}>{e40 === null ? UNKNOWN : signed(e40, 1)}</td>
      <td>{e40 !== null && <ErrorBar windows={e40} />}</td>
    </tr>
  );
}

export const outcomeWord = (rugged: boolean | null): string =>
  rugged === null ? UNKNOWN : rugged ? 'yes' : 'no';

/** A prediction that was stored because the game ended is in no score. */
const scoreWord = ({ brier, last_before_end: isSelected }: StoredPrediction): string =>
  isSelected ? 'not scored' : brier === null ? UNKNOWN : decimal(brier, 3);
