import { Icon, type IconName } from './Icon.tsx';
import styles from './Decision.module.css';

const WORDS = {
  wait: { icon: 'wait', label: 'Wait' },
  bet: { icon: 'met', label: 'Bet' },
  open: { icon: 'clock', label: 'Bet open' },
  none: { icon: 'unknown', label: 'No advice' },
} as const satisfies Record<string, { icon: IconName; label: string }>;

interface DecisionProps {
  is: keyof typeof WORDS;
  icon?: IconName;
}

/** The advice as a labelled box, filled for a bet alone. */
export function Decision({ is, icon = WORDS[is].icon }: DecisionProps) {
  return (
    <span className={is === 'bet' ? `${styles.box} ${styles.bet}` : styles.box}>
      <Icon name={icon} />
      {WORDS[is].label}
    </span>
  );
}
