import type { ReliabilityStep } from '../../api/performance.ts';
import { ChartFigure } from '../../chart/ChartFigure.tsx';
import { GridLines } from '../../chart/GridLines.tsx';
import { clamp, linear } from '../../chart/scale.ts';
import svg from '../../chart/svg.module.css';
import { Panel } from '../../components/Panel.tsx';
import { count, percent, UNKNOWN } from '../../format/numbers.ts';
import { reliabilitySentence, stepName } from '../../say/performance.ts';
import { PlainTable } from '../../components/PlainTable.tsx';
import styles from './Reliability.module.css';

const FULL = 0.4;
const MARKS = [0, 0.1, 0.2, 0.3, 0.4];
const HEIGHT = 236;
const LEFT = 36;
const TOP = 18;
const BOTTOM = HEIGHT - 38;
const FEWEST_GAMES = 5;
const HOLLOW_BELOW = 100;

const whole = (share: number) => percent(share, 0);

/** Whether what is said happens as often as it is said. */
export function Reliability({ steps }: { steps: readonly ReliabilityStep[] }) {
  const shown = steps.filter(
    ({ games, mean_p, observed }) => games >= FEWEST_GAMES && mean_p !== null && observed !== null,
  );
  const x = (width: number) => linear(0, FULL, LEFT, width - 14);
  const highest = steps.reduce((high, step) => (step.ticks > 0 ? Math.max(high, step.high) : high), 0);
  const sentence = reliabilitySentence(shown);
  return (
    <Panel title="When TED says 18%, does it happen 18% of the time?">
      <p className={styles.sentence}>{sentence}</p>
      <ChartFigure
        summary={`Reliability: what TED said against how often it happened, from 0 to 40%, in ${shown.length} steps of 2%. ${sentence}`}
        height={HEIGHT}
        table={{
          columns: ['TED said', 'Ticks', 'Games', 'Mean said', 'Happened', '95% range'],
          rows: shown.map((step) => [...rowOf(step), rangeWord(step)]),
        }}
        readings={(width) => ({
          xs: shown.map(({ mean_p }) => x(width)(mean_p!)),
          words: shown.map(
            (step) =>
              `Said ${percent(step.mean_p!)}, happened ${percent(step.observed!)} (${rangeWord(step)}) in ${count(step.games)} games`,
          ),
        })}
      >
        {(width) => <Marks steps={shown} x={x(width)} right={width - 14} />}
      </ChartFigure>
      {shown.length > 0 && (
        <PlainTable
          firstLeads
          columns={['TED said', 'ticks', 'games', 'mean said', 'happened']}
          rows={shown.map((step) => {
            const [name, ...values] = rowOf(step);
            return [[name, ''], ...values] as const;
          })}
        />
      )}
      <p className={styles.note}>
        Lines: 95% by resampling whole games. Hollow: fewer than 100 games. Steps with fewer than 5 games are
        left out.
        {highest > 0 && ` TED said nothing above ${whole(highest)}.`} Lines are cut at 40%.
      </p>
    </Panel>
  );
}

const rowOf = (step: ReliabilityStep): [string, string, string, string, string] => [
  stepName(step),
  count(step.ticks),
  count(step.games),
  percent(step.mean_p!),
  percent(step.observed!),
];

const rangeWord = ({ observed_range: range }: ReliabilityStep): string =>
  range ? `${percent(range[0])} to ${percent(range[1])}` : UNKNOWN;

interface MarksProps {
  steps: readonly ReliabilityStep[];
  x: ReturnType<typeof linear>;
  right: number;
}

function Marks({ steps, x, right }: MarksProps) {
  const y = linear(0, FULL, BOTTOM, TOP);
  const at = (share: number) => y(clamp(share, 0, FULL));
  return (
    <>
      <GridLines y={y} values={MARKS} word={whole} left={LEFT} right={right} strong={0} />
      <text className={svg.word} x={LEFT} y={TOP - 8}>
        it happened
      </text>
      <line className={svg.chance} x1={x(0)} y1={y(0)} x2={x(FULL)} y2={y(FULL)} />
      <text className={`${svg.word} ${svg.halo}`} x={x(0.335)} y={y(0.37)} textAnchor="end">
        perfect
      </text>
      {steps.map(({ low, mean_p, observed, observed_range: range, games }) => (
        <g key={low}>
          {range && (
            <line className={svg.ted} x1={x(mean_p!)} x2={x(mean_p!)} y1={at(range[0])} y2={at(range[1])} />
          )}
          <circle
            className={games >= HOLLOW_BELOW ? svg.dot : svg.hollow}
            cx={x(Math.min(mean_p!, FULL))}
            cy={at(observed!)}
            r={3.6}
          />
        </g>
      ))}
      {MARKS.map((share) => (
        <text key={share} className={svg.label} x={x(share)} y={BOTTOM + 17} textAnchor="middle">
          {whole(share)}
        </text>
      ))}
      <text className={svg.word} x={(LEFT + right) / 2} y={BOTTOM + 33} textAnchor="middle">
        TED said
      </text>
    </>
  );
}
