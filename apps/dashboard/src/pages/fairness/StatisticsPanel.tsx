import type { FairnessReport } from '../../api/fairness.ts';
import { KeyList } from '../../components/KeyList.tsx';
import { Panel } from '../../components/Panel.tsx';
import { evidence } from '../../format/numbers.ts';
import { evidenceSentence } from '../../say/fairness-verdict.ts';
import { EvidenceChart } from './EvidenceChart.tsx';
import styles from './StatisticsPanel.module.css';

/** The second check: a bet against the published rule that a fair game makes nobody rich with. */
export function StatisticsPanel({ report, eValue }: { report: FairnessReport; eValue: number | null }) {
  return (
    <Panel
      title="The statistics: do games end at the published rate, whatever happened before?"
      aside={<KeyList keys={[['ted-line', 'e-value, log scale']]} />}
    >
      <p className={styles.sentence}>
        {eValue === null ? (
          'No game is counted yet: the first ones are a warm-up from which TED learns what usual is.'
        ) : (
          <>
            E-value <strong>{evidence(eValue)}</strong>: {evidenceSentence(eValue)}
          </>
        )}
      </p>
      <EvidenceChart report={report} />
    </Panel>
  );
}
