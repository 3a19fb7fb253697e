import type { Part } from '../say/parts.ts';
import { Icon } from './Icon.tsx';
import { Panel } from './Panel.tsx';
import styles from './Connections.module.css';

/** The parts between the game and this page, each with a word or its age. */
export function Connections({ parts }: { parts: readonly Part[] }) {
  return (
    <Panel area="connections" title="Connections">
      <ul className={styles.parts}>
        {parts.map(({ name, icon, tone, says }) => (
          <li key={name} className={styles.part}>
            <Icon name={icon} />
            <span className={styles.name}>{name}</span>
            <span className={styles[tone]}>{says}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
