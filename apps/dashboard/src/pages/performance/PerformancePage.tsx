import { useSearchParams } from 'wouter';
import { usePerformance, type Performance } from '../../api/performance.ts';
import { Loaded } from '../../components/Loaded.tsx';
import { PageHeading } from '../../components/PageHeading.tsx';
import { performanceSentence, performanceTitle } from '../../say/performance.ts';
import { Reliability } from './Reliability.tsx';
import { Scores } from './Scores.tsx';
import { SpanChoice } from './SpanChoice.tsx';
import { StripsPanel } from './StripsPanel.tsx';
import { readSpan, spanOf } from './span.ts';
import styles from './PerformancePage.module.css';

/** How good TED's forecasts were, beside what they must beat, over time. */
export function PerformancePage() {
  const [params] = useSearchParams();
  const chosen = readSpan(params);
  const query = usePerformance(spanOf(chosen));
  const total = query.data?.total;
  return (
    <>
      <PageHeading
        title={
          total
            ? performanceTitle(total)
            : query.error
              ? 'Not known: the figures cannot be read'
              : 'Performance'
        }
        text={total && performanceSentence(total)}
      >
        <SpanChoice chosen={chosen} to={query.data?.to ?? null} />
      </PageHeading>
      <Loaded query={query} what="These figures" skeleton={['30%', '100%', '100%', '100%', '100%', '100%']}>
        {(performance) => <Figures performance={performance} />}
      </Loaded>
    </>
  );
}

function Figures({ performance }: { performance: Performance }) {
  return (
    <div className={styles.grid}>
      <StripsPanel performance={performance} className={styles.strips} />
      <div className={styles.right}>
        <Scores performance={performance} />
        <Reliability steps={performance.reliability} />
      </div>
    </div>
  );
}
