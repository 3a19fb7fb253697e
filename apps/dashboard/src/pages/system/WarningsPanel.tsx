import type { System } from '../../api/system.ts';
import { Icon } from '../../components/Icon.tsx';
import { Panel } from '../../components/Panel.tsx';
import { PlainTable } from '../../components/PlainTable.tsx';
import { count } from '../../format/numbers.ts';
import { dayAndTime, fullDayOf, hourAndMinute, dayOf } from '../../format/times.ts';
import { warningsOf } from '../../say/warnings.ts';
import { collectionName } from './collections.ts';
import styles from './WarningsPanel.module.css';

interface WarningsPanelProps {
  system: System;
  now: number;
  isKnown: boolean;
}

/** What wants a look, and for how long everything is kept. */
export function WarningsPanel({ system, now, isKnown }: WarningsPanelProps) {
  const warnings = warningsOf(system, now);
  const { retention } = system;
  const { days, first_removal_at: first, next_run_at: next, last_run_at: last } = retention;
  return (
    <Panel title="Warnings">
      <ul className={styles.warnings}>
        {warnings.length === 0 ? (
          <li className={styles.warning}>
            <Icon name={isKnown ? 'ok' : 'unknown'} />
            {isKnown ? 'None.' : 'None then.'}
          </li>
        ) : (
          warnings.map(({ icon, text, note }) => (
            <li key={text} className={styles.warning}>
              <Icon name={isKnown ? icon : 'unknown'} />
              <span>
                <strong>{text}</strong>
                {note !== null && <span className={styles.since}>{note}</span>}
              </span>
            </li>
          ))
        )}
      </ul>
      <h3 className={styles.title}>Kept for</h3>
      <PlainTable
        columns={['Collection', 'kept']}
        rows={Object.entries(days).map(([name, kept]) => [collectionName(name), `${count(kept)} days`])}
        whenEmpty="Nothing is removed."
      />
      <p className={styles.note}>
        {first === null ? 'Nothing is old enough to be removed.' : `First removal ${fullDayOf(first)}.`} Next
        clean-up {dayOf(next)}, {hourAndMinute(next)}
        {last === null ? '.' : `; the last was ${dayAndTime(last)}.`}
      </p>
    </Panel>
  );
}
