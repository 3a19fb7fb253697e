import type { StoredPrediction, StoredSideBet } from '../../api/stored-forecasts.ts';
import { Decision } from '../../components/Decision.tsx';
import { Figures } from '../../components/Figures.tsx';
import { Gauge } from '../../components/Gauge.tsx';
import { Panel } from '../../components/Panel.tsx';
import { count, percentBeside, signed } from '../../format/numbers.ts';
import { BREAK_EVEN } from '../../game.ts';
import { mostWeight } from '../../say/experts.ts';
import styles from './Said.module.css';

interface SaidProps {
  tick: number;
  said: StoredPrediction | null;
  bets: readonly StoredSideBet[];
}

/** What TED said at the playhead: the last stored prediction at or before it. */
export function Said({ tick, said, bets }: SaidProps) {
  return (
    <Panel title={`At tick ${count(said?.predicted_at_tick ?? tick)} TED said`}>
      {said ? (
        <Words
          said={said}
          bet={bets.find((bet) => bet.placed_at_tick <= tick && tick < bet.window_end_tick)}
          tick={tick}
        />
      ) : (
        <p className={styles.nothing}>Nothing: no prediction is stored up to this tick.</p>
      )}
    </Panel>
  );
}

function Words({
  said,
  bet,
  tick,
}: {
  said: StoredPrediction;
  bet: StoredSideBet | undefined;
  tick: number;
}) {
  const { p_rug_40: chance, quantiles, uncertainty_bounds: range } = said;
  const decision = !bet ? 'wait' : bet.placed_at_tick === tick ? 'bet' : 'open';
  return (
    <>
      <div className={styles.top}>
        <strong className={styles.number}>{percentBeside(chance, BREAK_EVEN)}</strong>
        <span className={styles.of}>chance of an end within 40 ticks</span>
        <Decision is={decision} />
      </div>
      <Gauge chance={chance} threshold={BREAK_EVEN} />
      <Figures
        figures={[
          ['Median end', `tick ${count(said.predicted_end_tick)}`],
          ['10–90% band', `${count(quantiles.q10)} to ${count(quantiles.q90)}`],
          ['85% range', `${count(range.lower)} to ${count(range.upper)}`],
          ['Expected gain per 1', signed(chance / BREAK_EVEN - 1)],
          ['Most weight', mostWeight(said.most_weight)],
        ]}
      />
    </>
  );
}
