import type { System } from '../../api/system.ts';
import { Icon } from '../../components/Icon.tsx';
import { Panel } from '../../components/Panel.tsx';
import { PlainTable } from '../../components/PlainTable.tsx';
import { count, UNKNOWN } from '../../format/numbers.ts';
import { duration } from '../../format/times.ts';
import { DeadLetters } from './DeadLetters.tsx';
import styles from './WorkersPanel.module.css';

interface WorkersPanelProps {
  system: System;
  isKnown: boolean;
  token: string | null;
  onToken: (token: string | null) => void;
}

const WORDS = {
  ok: { icon: 'ok', text: 'working' },
  degraded: { icon: 'warn', text: 'paused' },
  down: { icon: 'bad', text: 'silent' },
} as const;

/** Who stores, and what waits for it. */
export function WorkersPanel({ system, isKnown, token, onToken }: WorkersPanelProps) {
  const { workers, queues, dead_letters: dead } = system;
  return (
    <Panel title="Workers and queues" aside={<a href="/admin/queues">Queue dashboard</a>}>
      <PlainTable
        columns={['Worker', 'state', 'heartbeat', 'switch seen']}
        rows={workers.map(({ id, state, heartbeat_age_s: age, persistence_enabled: isOn }) => [
          id.slice(0, 8),
          <span key="state" className={styles.state}>
            <Icon name={isKnown ? WORDS[state].icon : 'unknown'} />
            {isKnown ? WORDS[state].text : `${WORDS[state].text} then`}
          </span>,
          duration(age * 1000),
          isOn ? 'on' : 'off',
        ])}
        whenEmpty="No worker has reported."
      />
      <PlainTable
        columns={['Queue', 'waiting', 'active', 'oldest', 'later', 'failed']}
        rows={queues.map(({ name, waiting, delayed, active, oldest_job_age_s: oldest, failed }) => [
          name,
          count(waiting),
          count(active),
          oldest === null ? UNKNOWN : duration(oldest * 1000),
          count(delayed),
          count(failed),
        ])}
        whenEmpty="The queues cannot be read while Redis is away."
      />
      <DeadLetters waiting={dead} token={token} onToken={onToken} />
    </Panel>
  );
}
