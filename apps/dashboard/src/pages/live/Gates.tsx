import type { Gate } from '../../say/side-bet.ts';
import { Icon } from '../../components/Icon.tsx';
import styles from './Gates.module.css';

const WORD = { true: 'met: ', false: 'not met: ', null: '' };

/** The conditions of a recommendation, each with its value and what it needs. */
export function Gates({ gates }: { gates: readonly Gate[] }) {
  return (
    <ul className={styles.gates}>
      {gates.map(({ name, met, value }) => (
        <li key={name} className={styles.gate}>
          <Icon name={met === null ? 'unknown' : met ? 'met' : 'unmet'} />
          <span className={styles.name}>{name}</span>
          <span className={styles.value}>
            <span className="visually-hidden">{WORD[`${met}`]}</span>
            {value}
          </span>
        </li>
      ))}
    </ul>
  );
}
