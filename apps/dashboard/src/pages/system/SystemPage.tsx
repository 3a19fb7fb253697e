import { useState } from 'react';
import { PageHeading } from '../../components/PageHeading.tsx';
import { useLive } from '../../live/client.ts';
import { useNow } from '../../live/clock.ts';
import { freshnessOf } from '../../live/freshness.ts';
import { wholeSeconds } from '../../format/times.ts';
import { systemVerdict } from '../../say/system.ts';
import { tickWay } from '../../say/tick-way.ts';
import { StoringPanel } from './StoringPanel.tsx';
import { TickWay } from './TickWay.tsx';
import { WarningsPanel } from './WarningsPanel.tsx';
import { WorkersPanel } from './WorkersPanel.tsx';
import styles from './SystemPage.module.css';

/** How every part is, from the game to what is kept, and what only an admin may change. */
export function SystemPage() {
  const state = useLive();
  const now = useNow();
  // In memory only: whoever closes the page is signed out.
  const [token, setToken] = useState<string | null>(null);
  const freshness = freshnessOf(state, now);
  const { system, isAnswering } = state;
  return (
    <>
      <PageHeading {...systemVerdict(state, freshness, now)}>
        {system && (
          <span>
            Version {system.version} · up {wholeSeconds(system.parts.gateway.uptime_s * 1000)} · checked{' '}
            {wholeSeconds(now - system.at)} ago
          </span>
        )}
      </PageHeading>
      <TickWay stations={tickWay(state, freshness, now)} perSecond={state.rate.perSecond} />
      {system && (
        <div className={isAnswering ? styles.grid : `${styles.grid} ${styles.old}`}>
          <StoringPanel system={system} now={now} isKnown={isAnswering} token={token} onToken={setToken} />
          <WorkersPanel system={system} isKnown={isAnswering} token={token} onToken={setToken} />
          <WarningsPanel system={system} now={now} isKnown={isAnswering} />
        </div>
      )}
    </>
  );
}
