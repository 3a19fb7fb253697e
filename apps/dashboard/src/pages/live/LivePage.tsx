import { useFairness } from '../../api/fairness.ts';
import { useJudged } from '../../api/judged.ts';
import { usePerformance } from '../../api/performance.ts';
import { useLive } from '../../live/client.ts';
import { useNow } from '../../live/clock.ts';
import { freshnessOf } from '../../live/freshness.ts';
import { bets } from '../../say/bets.ts';
import { doing } from '../../say/doing.ts';
import { fair } from '../../say/fair.ts';
import { findingsOf } from '../../say/findings.ts';
import { parts } from '../../say/parts.ts';
import { right } from '../../say/right.ts';
import { sideBet } from '../../say/side-bet.ts';
import { worth } from '../../say/worth.ts';
import { Answers } from './Answers.tsx';
import { Connections } from './Connections.tsx';
import { Experts } from './Experts.tsx';
import { GamePanel } from './GamePanel.tsx';
import { LastGames } from './LastGames.tsx';
import { SideBetPanel } from './SideBetPanel.tsx';
import styles from './LivePage.module.css';

const LAST_DAY = { hours: 24, step: 'day' } as const;

/** What TED knows now: four questions answered in words, and the reason for each. */
export function LivePage() {
  const state = useLive();
  const now = useNow();
  const fairness = useFairness();
  const judged = useJudged();
  const lastDay = usePerformance(LAST_DAY);
  const freshness = freshnessOf(state, now);
  const bet = sideBet(state, freshness);
  const isLoading = freshness.is === 'loading';
  const findings = findingsOf(fairness.data ?? null, state.fairness);
  const answers = [doing(state, freshness), worth(bet), right(judged), fair(findings)];

  return (
    <>
      <h1 className="visually-hidden">Live</h1>
      <div className={styles.grid}>
        <Answers answers={answers} isLoading={isLoading} isFairLoading={fairness.isPending} />
        <GamePanel className={styles.game} state={state} freshness={freshness} now={now} />
        <SideBetPanel
          className={styles.bet}
          bet={bet}
          recommended={bets(lastDay.data?.total ?? null, state.bets, bet.decision.is)}
          isLoading={isLoading}
        />
        <LastGames className={styles.last} judged={judged} isLoading={isLoading} />
        <Experts
          className={styles.experts}
          experts={state.forecast?.experts ?? []}
          isLoading={isLoading}
          isBetween={bet.chance === null}
          asOf={freshness.is === 'live' || isLoading ? null : state.updatedAt}
        />
        <Connections className={styles.connections} parts={parts(state, freshness, now)} />
      </div>
    </>
  );
}
