import { useMemo } from 'react';
import { sceneOf } from '../chart/scene.ts';
import { useLive } from '../live/client.ts';
import { useNow } from '../live/clock.ts';
import { freshnessOf } from '../live/freshness.ts';
import { connectionWord } from '../say/connection.ts';
import { doing } from '../say/doing.ts';
import { notice } from '../say/notice.ts';
import { parts } from '../say/parts.ts';
import { right } from '../say/right.ts';
import { sideBet } from '../say/side-bet.ts';
import { storing } from '../say/storing.ts';
import { worth } from '../say/worth.ts';
import { Announcer } from './Announcer.tsx';
import { Answers } from './Answers.tsx';
import { Connections } from './Connections.tsx';
import { Experts } from './Experts.tsx';
import { GamePanel } from './GamePanel.tsx';
import { Header } from './Header.tsx';
import { NoticeBar } from './NoticeBar.tsx';
import { SideBetPanel } from './SideBetPanel.tsx';
import { Title } from './Title.tsx';
import styles from './LivePage.module.css';

/** The one page: says what TED knows now, in words and in pictures. */
export function LivePage() {
  const state = useLive();
  const now = useNow();
  const freshness = freshnessOf(state, now);
  const bet = sideBet(state, freshness);
  const game = doing(state, freshness);
  const isLoading = freshness.is === 'loading';
  // The chart is drawn anew when something in it changes, not with every tick of the clock.
  const silentSeconds = freshness.is === 'stale' ? Math.round(freshness.ageMs / 1000) : 0;
  const scene = useMemo(
    () => sceneOf(state, freshness),
    [state.game, state.path, state.forecast, freshness.is, silentSeconds],
  );

  return (
    <>
      <a className={styles.skip} href="#answers">
        Skip to the answers
      </a>
      <Header
        feed={state.feed ?? state.status?.feed ?? null}
        word={connectionWord(state, freshness, now)}
        now={now}
      />
      <main className={styles.page}>
        <NoticeBar notice={notice(state, freshness, now)} />
        <div className={styles.grid}>
          <Answers
            answers={[game, worth(bet), right(state.judged), storing(state.status, now)]}
            isLoading={isLoading}
          />
          <GamePanel scene={scene} state={state} freshness={freshness} now={now} />
          <SideBetPanel bet={bet} bets={state.bets} isLoading={isLoading} />
          <Experts experts={state.forecast?.experts ?? []} isLoading={isLoading} />
          <Connections parts={parts(state, freshness, now)} />
        </div>
      </main>
      <Announcer state={state} freshness={freshness} decision={bet.decision.label} />
      <Title state={state} freshness={freshness} decision={bet.decision.label} />
    </>
  );
}
