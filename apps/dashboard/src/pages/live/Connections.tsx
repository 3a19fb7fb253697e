import type { Part } from '../../say/parts.ts';
import { Icon } from '../../components/Icon.tsx';
import { Panel } from '../../components/Panel.tsx';
import styles from './Connections.module.css';

/** The parts between the game and this page, each with a word or its age. */
export function Connections({ parts, className }: { parts: readonly Part[]; className: string | undefined }) {
  return (
    <Panel className={className} title="Connections">
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
