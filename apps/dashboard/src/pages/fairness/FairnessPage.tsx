import { useFairness, type FairnessReport } from '../../api/fairness.ts';
import { Loaded } from '../../components/Loaded.tsx';
import { PageHeading } from '../../components/PageHeading.tsx';
import { useLivePart } from '../../live/client.ts';
import { fairnessVerdict } from '../../say/fairness-verdict.ts';
import { findingsOf } from '../../say/findings.ts';
import { Exceptions } from './Exceptions.tsx';
import { ReplayPanel } from './ReplayPanel.tsx';
import { StatisticsPanel } from './StatisticsPanel.tsx';
import { VerifyPanel } from './VerifyPanel.tsx';
import styles from './FairnessPage.module.css';

/** Whether games are decided before they begin, and whether they end as published. */
export function FairnessPage() {
  const query = useFairness();
  const live = useLivePart((state) => state.fairness);
  const findings = findingsOf(query.data ?? null, live);
  const verdict = findings
    ? fairnessVerdict(findings)
    : { title: query.error ? 'Not known: the verified games cannot be read' : 'Fairness' };
  return (
    <>
      <PageHeading
        {...verdict}
        text={
          <>
            Two separate checks. <strong>The replay</strong> proves that a game was decided before it began.{' '}
            <strong>The statistics</strong> would show games that follow the rules one by one but were picked
            to end at bad moments.
          </>
        }
      />
      <div className={styles.grid}>
        <div className={styles.left}>
          <Loaded query={query} what="The fairness report" skeleton={['40%', '100%', '100%', '100%', '100%']}>
            {(report) => <Report report={report} eValue={findings?.eValue ?? null} />}
          </Loaded>
        </div>
        <VerifyPanel />
      </div>
    </>
  );
}

function Report({ report, eValue }: { report: FairnessReport; eValue: number | null }) {
  return (
    <>
      <ReplayPanel games={report.games} />
      <StatisticsPanel report={report} eValue={eValue} />
      <Exceptions report={report} />
    </>
  );
}
