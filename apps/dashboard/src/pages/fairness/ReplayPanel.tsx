import type { FairnessReport } from '../../api/fairness.ts';
import { Icon, type IconName } from '../../components/Icon.tsx';
import { Panel } from '../../components/Panel.tsx';
import { count } from '../../format/numbers.ts';
import styles from './ReplayPanel.module.css';

/** The first check: each game against the seed that was revealed after it. */
export function ReplayPanel({ games }: { games: FairnessReport['games'] }) {
  const { verified, mismatch, unverifiable, waiting } = games;
  return (
    <Panel title="The replay: was each game decided before it began?">
      <div className={styles.counts}>
        <Count icon="ok" name="Verified" value={verified} note="hash, every price and the end tick match" />
        <Count
          icon={mismatch > 0 ? 'bad' : 'ok'}
          isBad={mismatch > 0}
          name="Mismatching"
          value={mismatch}
          note={mismatch > 0 ? 'the games are named below' : 'none has ever differed'}
        />
        <Count
          icon="unknown"
          name="Unverifiable or waiting"
          value={unverifiable + waiting}
          note="not seen in full, or no seed yet"
        />
      </div>
    </Panel>
  );
}

interface CountProps {
  icon: IconName;
  name: string;
  value: number;
  note: string;
  isBad?: boolean;
}

function Count({ icon, name, value, note, isBad = false }: CountProps) {
  return (
    <div className={styles.count}>
      <p className={styles.name}>
        <Icon name={icon} /> {name}
      </p>
      <p className={isBad ? `${styles.value} ${styles.bad}` : styles.value}>{count(value)}</p>
      <p className={styles.note}>{note}</p>
    </div>
  );
}
