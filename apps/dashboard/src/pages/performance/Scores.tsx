import type { Performance } from '../../api/performance.ts';
import { Panel } from '../../components/Panel.tsx';
import {
  count,
  decimal,
  percent,
  signed,
  signedPercent,
  signedRange,
  UNKNOWN,
} from '../../format/numbers.ts';
import { PlainTable } from '../../components/PlainTable.tsx';

const SPANS = { hour: 'All hours', '6h': 'All of this time', day: 'All days' } as const;

/** The scores of the whole time beside what they must beat. */
export function Scores({ performance: { total, step } }: { performance: Performance }) {
  const skill = (value: number | null, range: [number, number] | null) =>
    value === null ? UNKNOWN : `${signedPercent(value, 2)}${range ? ` (${signedRange(range)})` : ''}`;
  const figure = (value: number | null) => (value === null ? UNKNOWN : decimal(value, 4));
  const share = (value: number | null) => (value === null ? UNKNOWN : percent(value));
  return (
    <Panel
      title={`${SPANS[step]}, beside what they must beat`}
      aside={`${count(total.games)} ${total.games === 1 ? 'game' : 'games'}`}
    >
      <PlainTable
        firstLeads
        columns={['p within 40', 'TED', 'baseline', 'skill, 95% range']}
        rows={[
          [
            ['Brier', 'Mean of (p − outcome)²; 0 is best'],
            figure(total.brier),
            figure(total.baseline_brier),
            skill(total.brier_skill, total.brier_skill_range),
          ],
          [
            ['Log loss', 'Mean of −log(chance given to what happened); 0 is best'],
            figure(total.log_loss),
            figure(total.baseline_log_loss),
            skill(total.log_loss_skill, total.log_loss_skill_range),
          ],
          [
            ['ECE', 'Expected calibration error: the mean gap between what was said and what happened'],
            figure(total.ece),
            UNKNOWN,
            '0 is perfect',
          ],
        ]}
      />
      <PlainTable
        firstLeads
        columns={['Median end, first tick', 'TED', 'to compare']}
        rows={[
          [['Within 1 window', '40 ticks'], share(total.within_1_window), 'fair game about 21%'],
          [['Within 2 windows', '80 ticks'], share(total.within_2_windows), 'fair game about 42%'],
          [
            ['Median E40', 'Signed error of the median end, in windows of 40 ticks'],
            total.median_e40 === null ? UNKNOWN : signed(total.median_e40),
            'target 0 ± 0.25',
          ],
          [['85% range held the end', 'Coverage'], share(total.coverage), 'target 83–87%'],
          [
            ['Recommended bets', 'Stakes of 1; ROI is net gain over stakes'],
            total.bets === 0 ? 'none' : `${count(total.bets)}, ${count(total.bets_won)} won`,
            total.roi === null ? 'no return to show' : `ROI ${signed(total.roi, 0)}%`,
          ],
        ]}
      />
    </Panel>
  );
}
