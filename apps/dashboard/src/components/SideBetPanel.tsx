import { count, percentBeside, signed, UNKNOWN } from '../format/numbers.ts';
import type { LiveState } from '../live/state.ts';
import type { SideBet } from '../say/side-bet.ts';
import { Figures } from './Figures.tsx';
import { Gates } from './Gates.tsx';
import { Gauge } from './Gauge.tsx';
import { Icon } from './Icon.tsx';
import { Panel } from './Panel.tsx';
import { Skeleton } from './Skeleton.tsx';
import { Why } from './Why.tsx';
import styles from './SideBetPanel.module.css';

interface SideBetPanelProps {
  bet: SideBet;
  bets: LiveState['bets'];
  isLoading: boolean;
}

/** Whether the side bet is worth its price now, and why. */
export function SideBetPanel({ bet, bets, isLoading }: SideBetPanelProps) {
  return (
    <Panel area="bet" title="Side bet, next 40 ticks" aside="pays 5 for 1">
      {isLoading ? (
        <Skeleton lines={['35%', '100%', '80%', '60%', '100%', '100%', '100%', '100%']} />
      ) : (
        <Judgement bet={bet} bets={bets} />
      )}
    </Panel>
  );
}

function Judgement({ bet, bets }: Omit<SideBetPanelProps, 'isLoading'>) {
  const { decision, chance, threshold, tone, sentence, gates, expectedGain, wins } = bet;
  return (
    <>
      <div className={styles.top}>
        <strong className={chance === null ? styles.nothing : styles.number}>
          {chance === null ? UNKNOWN : percentBeside(chance, threshold)}
        </strong>
        <span className={styles.of}>chance that it ends within the next 40 ticks</span>
        <span className={decision.is === 'bet' ? styles.bet : styles.decision}>
          <Icon name={decision.icon} />
          {decision.label}
        </span>
      </div>
      <Gauge chance={chance} />
      <p className={`${styles.sentence} ${styles[tone]}`}>{sentence}</p>
      <Why gates={gates}>
        <Gates gates={gates} />
        <Figures
          figures={[
            ['Expected gain per 1 staked', expectedGain === null ? UNKNOWN : signed(expectedGain)],
            ['A bet now wins if the end is at', wins === null ? UNKNOWN : `${wins.from} to ${wins.to}`],
            ['Bets recommended since start', recommended(bets)],
          ]}
        />
      </Why>
    </>
  );
}

function recommended({ total, won, lost }: LiveState['bets']): string {
  return total === 0 ? 'none' : `${count(total)}: ${count(won)} won, ${count(lost)} lost`;
}
