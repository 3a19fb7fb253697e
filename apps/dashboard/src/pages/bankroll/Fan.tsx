import { ChartFigure } from '../../chart/ChartFigure.tsx';
import { GridLines } from '../../chart/GridLines.tsx';
import { bandPath, linear, linePath, roundSteps } from '../../chart/scale.ts';
import svg from '../../chart/svg.module.css';
import { KeyList } from '../../components/KeyList.tsx';
import { Panel } from '../../components/Panel.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { count } from '../../format/numbers.ts';
import type { Figures } from './figures.ts';
import type { FanPoint } from './simulation.ts';
import { spread } from './spread-labels.ts';

const HEIGHT = 330;
const LEFT = 48;
const RIGHT_ROOM = 120;
const TOP = 8;
const BOTTOM = HEIGHT - 40;

/** Where the bankroll goes: bands of the runs so far over the bets. */
export function Fan({ figures, fan }: { figures: Figures; fan: readonly FanPoint[] | null }) {
  return (
    <Panel
      title="Where the bankroll goes"
      aside={
        <KeyList
          keys={[
            ['median', 'median run'],
            ['half', 'half of the runs'],
            ['range', '9 in 10 runs'],
            ['chance', 'start'],
          ]}
        />
      }
    >
      {fan ? (
        <Picture figures={figures} fan={fan} />
      ) : (
        <Skeleton lines={['100%', '100%', '100%', '100%', '100%', '100%']} />
      )}
    </Panel>
  );
}

function Picture({ figures, fan }: { figures: Figures; fan: readonly FanPoint[] }) {
  const end = fan.at(-1)!;
  return (
    <ChartFigure
      summary={`The bankroll over ${count(figures.bets)} bets, from ${count(figures.bankroll)}: the median run ends at ${count(end.q50)}, half of the runs between ${count(end.q25)} and ${count(end.q75)}, 9 in 10 between ${count(end.q05)} and ${count(end.q95)}.`}
      height={HEIGHT}
      hint="Bands over all runs so far; hover or use ← → for one moment."
      table={{
        columns: ['Bets placed', 'Worst 5%', 'Worst quarter', 'Median', 'Best quarter', 'Best 5%'],
        rows: fan
          .filter((_, i) => i % 10 === 0)
          .map(({ bets, q05, q25, q50, q75, q95 }) => [bets, q05, q25, q50, q75, q95].map(count)),
      }}
      readings={(width) => {
        const x = linear(0, figures.bets, LEFT, width - RIGHT_ROOM);
        return {
          xs: fan.map(({ bets }) => x(bets)),
          words: fan.map(
            ({ bets, q05, q50, q95 }) =>
              `After ${count(bets)} bets: median ${count(q50)}, 9 in 10 between ${count(q05)} and ${count(q95)}`,
          ),
        };
      }}
    >
      {(width) => <Marks figures={figures} fan={fan} right={width - RIGHT_ROOM} />}
    </ChartFigure>
  );
}

function Marks({ figures, fan, right }: { figures: Figures; fan: readonly FanPoint[]; right: number }) {
  const steps = roundSteps(Math.max(figures.bankroll, ...fan.map(({ q95 }) => q95)), 4);
  const y = linear(0, steps.at(-1)!, BOTTOM, TOP);
  const x = linear(0, figures.bets, LEFT, right);
  const line = (of: (point: FanPoint) => number) =>
    fan.map((point) => [x(point.bets), y(of(point))] as const);
  const band = (above: (point: FanPoint) => number, below: (point: FanPoint) => number) =>
    bandPath(line(above), line(below));
  const end = fan.at(-1)!;
  const words = spread(
    [
      { y: y(end.q95), text: `best 5%: over ${count(end.q95)}`, className: svg.tedWord },
      { y: y(figures.bankroll), text: `start ${count(figures.bankroll)}`, className: svg.word },
      { y: y(end.q50), text: `median ${count(end.q50)}`, className: svg.tedStrong },
      {
        y: y(end.q05),
        text: `worst 5%: ${end.q05 < 0.5 ? '0' : `under ${count(end.q05)}`}`,
        className: svg.tedWord,
      },
    ],
    16,
    BOTTOM,
  );
  return (
    <>
      <path
        className={svg.faint}
        d={band(
          ({ q95 }) => q95,
          ({ q05 }) => q05,
        )}
      />
      <path
        className={svg.soft}
        d={band(
          ({ q75 }) => q75,
          ({ q25 }) => q25,
        )}
      />
      <GridLines y={y} values={steps} word={count} left={LEFT} right={right} strong={0} />
      <line className={svg.chance} x1={LEFT} x2={right} y1={y(figures.bankroll)} y2={y(figures.bankroll)} />
      <path className={svg.median} d={linePath(line(({ q50 }) => q50))} />
      {words.map(({ y, text, className }) => (
        <text key={text} className={className} x={right + 8} y={y + 4}>
          {text}
        </text>
      ))}
      {[0, 0.2, 0.4, 0.6, 0.8, 1].map((share) => (
        <text
          key={share}
          className={svg.label}
          x={x(share * figures.bets)}
          y={BOTTOM + 17}
          textAnchor="middle"
        >
          {count(share * figures.bets)}
        </text>
      ))}
      <text className={svg.label} x={(LEFT + right) / 2} y={BOTTOM + 34} textAnchor="middle">
        bets placed
      </text>
    </>
  );
}
