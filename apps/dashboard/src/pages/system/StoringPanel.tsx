import type { System } from '../../api/system.ts';
import { Figures } from '../../components/Figures.tsx';
import { Icon } from '../../components/Icon.tsx';
import { Panel } from '../../components/Panel.tsx';
import { PlainTable } from '../../components/PlainTable.tsx';
import { count, UNKNOWN } from '../../format/numbers.ts';
import { duration } from '../../format/times.ts';
import { storingFault } from '../../say/storing.ts';
import { AdminSwitch } from './AdminSwitch.tsx';
import { collectionName } from './collections.ts';
import styles from './StoringPanel.module.css';

interface StoringPanelProps {
  system: System;
  now: number;
  isKnown: boolean;
  token: string | null;
  onToken: (token: string | null) => void;
}

/** Whether records are kept, and how far that is behind. */
export function StoringPanel({ system, now, isKnown, token, onToken }: StoringPanelProps) {
  const { storing, dead_letters: dead } = system;
  const isPaused = storingFault(system, now)?.isPaused === true;
  const word = !storing.enabled ? 'Off' : isPaused ? 'On, paused' : 'On';
  const icon = !isKnown ? 'unknown' : isPaused ? 'warn' : storing.enabled ? 'ok' : 'wait';
  return (
    <Panel
      title="Storing"
      aside={
        <span className={styles.state}>
          <Icon name={icon} />
          {word}
          <AdminSwitch isOn={storing.enabled} isKnown={isKnown} token={token} onToken={onToken} />
        </span>
      }
    >
      <Figures
        figures={[
          [
            'Last save',
            storing.last_save === null ? 'none yet' : `${duration(now - Date.parse(storing.last_save))} ago`,
          ],
          [
            'Lag: age of the oldest that waits',
            storing.lag_s === null
              ? UNKNOWN
              : storing.pending === 0
                ? 'none waits'
                : duration(storing.lag_s * 1000),
          ],
          [
            'Waiting on disk (outbox)',
            `${count(storing.pending)} records, ${megabytes(system.parts.outbox.bytes)}`,
          ],
          ['Stored in all', count(storing.saved)],
          ['Errors in all', count(storing.errors)],
          ['Could not be stored (dead letters)', count(dead)],
        ]}
      />
      {storing.last_error !== null && <p className={styles.error}>Last error: {storing.last_error}</p>}
      <PlainTable
        columns={['Records', 'stored']}
        rows={Object.entries(storing.records_by_kind).map(([kind, stored]) => [
          collectionName(kind),
          count(stored),
        ])}
        whenEmpty="The counts cannot be had while MongoDB is away."
      />
    </Panel>
  );
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
