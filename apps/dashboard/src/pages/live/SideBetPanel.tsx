import { percentBeside, signed, UNKNOWN } from '../../format/numbers.ts';
import type { SideBet } from '../../say/side-bet.ts';
import { Decision } from '../../components/Decision.tsx';
import { Figures } from '../../components/Figures.tsx';
import { Gates } from './Gates.tsx';
import { Gauge } from '../../components/Gauge.tsx';
import { Panel } from '../../components/Panel.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { useNarrow } from '../../components/use-narrow.ts';
import { Why } from './Why.tsx';
import styles from './SideBetPanel.module.css';

interface SideBetPanelProps {
  bet: SideBet;
  recommended: { name: string; value: string };
  className: string | undefined;
  isLoading: boolean;
}

/** Whether the side bet is worth its price now, and why. */
export function SideBetPanel({ bet, recommended, className, isLoading }: SideBetPanelProps) {
  return (
    <Panel id="bet" className={className} title="Side bet, next 40 ticks" aside="pays 5 for 1">
      {isLoading ? (
        <Skeleton lines={['35%', '100%', '80%', '60%', '100%', '100%', '100%', '100%']} />
      ) : (
        <Judgement bet={bet} recommended={recommended} />
      )}
    </Panel>
  );
}

function Judgement({ bet, recommended }: Pick<SideBetPanelProps, 'bet' | 'recommended'>) {
  const { decision, chance, range, threshold, tone, sentence, gates, expectedGain, wins } = bet;
  return (
    <>
      <div className={styles.top}>
        <strong className={chance === null ? styles.nothing : styles.number}>
          {chance === null ? UNKNOWN : percentBeside(chance, threshold)}
        </strong>
        <span className={styles.of}>
          {useNarrow()
            ? 'chance that it ends within 40 ticks'
            : 'chance that it ends within the next 40 ticks'}
        </span>
        <Decision is={decision.is} icon={decision.icon} />
      </div>
      <Gauge chance={chance} range={range} threshold={threshold} />
      <p className={`${styles.sentence} ${styles[tone]}`}>{sentence}</p>
      <Why gates={gates}>
        <Gates gates={gates} />
        <Figures
          figures={[
            ['Expected gain per 1 staked', expectedGain === null ? UNKNOWN : signed(expectedGain)],
            ['A bet now wins if the end is at', wins === null ? UNKNOWN : `${wins.from} to ${wins.to}`],
            [recommended.name, recommended.value],
          ]}
        />
      </Why>
    </>
  );
}
