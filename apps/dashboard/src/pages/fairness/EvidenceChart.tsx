import type { FairnessReport } from '../../api/fairness.ts';
import { ChartFigure } from '../../chart/ChartFigure.tsx';
import { GridLines } from '../../chart/GridLines.tsx';
import { Hatch } from '../../chart/Hatch.tsx';
import { clamp, linear, linePath, logarithmic, roundSteps } from '../../chart/scale.ts';
import svg from '../../chart/svg.module.css';
import { count, evidence } from '../../format/numbers.ts';
import { dayAndTime, dayOf, hourAndMinute } from '../../format/times.ts';
import { STRONG_EVIDENCE } from '../../game.ts';
import { evidenceScene, type EvidenceScene } from './evidence-scene.ts';

const HEIGHT = 300;
const LEFT = 44;
const TOP = 8;
const BOTTOM = HEIGHT - 38;
/** For the words at the right of the lines; without it they stand on them. */
const RIGHT_ROOM = 190;
const NARROW = 620;

/** The e-value game by game, beside what would be none and what would be strong evidence. */
export function EvidenceChart({ report }: { report: FairnessReport }) {
  const scene = evidenceScene(report);
  const { points, last } = scene;
  const right = (width: number) => width - (width < NARROW ? 12 : RIGHT_ROOM);
  return (
    <ChartFigure
      summary={
        last
          ? `E-value over ${count(scene.games)} games, now ${evidence(last.value)}, highest ${evidence(scene.highest?.value ?? last.value)}. 1 is no evidence, ${STRONG_EVIDENCE} is strong evidence against the rule.`
          : 'E-value over games, empty: none is counted yet.'
      }
      height={HEIGHT}
      hint={
        scene.firstAt === null ? '' : `games since ${dayOf(scene.firstAt)}, ${hourAndMinute(scene.firstAt)}`
      }
      table={{
        columns: ['Game', 'Ended', 'E-value'],
        rows: points.map(({ game, at, value }) => [count(game), dayAndTime(at), evidence(value)]),
      }}
      readings={(width) => {
        const x = linear(0, scene.xMax, LEFT, right(width));
        return {
          xs: points.map(({ game }) => x(game)),
          words: points.map(
            ({ game, at, value }) => `Game ${count(game)}, ${dayAndTime(at)}: e-value ${evidence(value)}`,
          ),
        };
      }}
    >
      {(width) => <Marks scene={scene} right={right(width)} isNarrow={width < NARROW} />}
    </ChartFigure>
  );
}

function Marks({ scene, right, isNarrow }: { scene: EvidenceScene; right: number; isNarrow: boolean }) {
  const { points, last, highest, warmUp, xMax, low, high } = scene;
  const x = linear(0, xMax, LEFT, right);
  const y = logarithmic(low, high, BOTTOM, TOP);
  const decades = Array.from({ length: Math.round(Math.log10(high / low)) + 1 }, (_, i) => low * 10 ** i);
  const onY = (value: number) => y(clamp(value, low, high));
  const beside = isNarrow
    ? { x: right, textAnchor: 'end' as const, dy: -6 }
    : { x: right + 8, textAnchor: 'start' as const, dy: 4 };
  const isNearOne = last !== null && Math.abs(onY(last.value) - onY(1)) < 18;
  return (
    <>
      <Hatch x={LEFT} y={TOP} width={x(Math.min(warmUp, xMax)) - LEFT} height={BOTTOM - TOP} />
      <GridLines y={y} values={decades} word={decadeWord} left={LEFT} right={right} strong={low} />
      {x(Math.min(warmUp, xMax)) - LEFT > 70 && (
        <WarmUpWords middle={(LEFT + x(Math.min(warmUp, xMax))) / 2} />
      )}
      <line className={svg.chance} x1={LEFT} x2={right} y1={y(1)} y2={y(1)} />
      <line className={svg.target} x1={LEFT} x2={right} y1={y(STRONG_EVIDENCE)} y2={y(STRONG_EVIDENCE)} />
      <text className={`${svg.barWord} ${svg.halo}`} {...beside} y={y(STRONG_EVIDENCE)}>
        {STRONG_EVIDENCE}: strong evidence{isNarrow ? ' against the rule' : ''}
      </text>
      {!isNarrow && (
        <text className={svg.barWord} x={right + 8} y={y(STRONG_EVIDENCE) + 19}>
          against the rule
        </text>
      )}
      <text className={`${svg.word} ${svg.halo}`} {...beside} y={y(1)}>
        1: no evidence
      </text>
      <path className={svg.ted} d={linePath(points.map(({ game, value }) => [x(game), onY(value)]))} />
      {highest && highest !== last && (
        <>
          <circle className={svg.hollow} cx={x(highest.game)} cy={onY(highest.value)} r={3} />
          <text
            className={`${svg.tedWord} ${svg.halo}`}
            x={clamp(x(highest.game), LEFT + 70, right - 70)}
            y={onY(highest.value) - 10}
            textAnchor="middle"
          >
            highest so far: {evidence(highest.value)}
          </text>
        </>
      )}
      {last && (
        <>
          <circle className={svg.dot} cx={x(last.game)} cy={onY(last.value)} r={3.6} />
          <text
            className={`${svg.tedStrong} ${svg.halo}`}
            x={isNarrow ? x(last.game) - 8 : Math.max(x(last.game) + 8, right + 8)}
            y={onY(last.value) + (isNarrow ? 18 : isNearOne ? (last.value < 1 ? 18 : -12) : 4)}
            textAnchor={isNarrow ? 'end' : 'start'}
          >
            {evidence(last.value)} now
          </text>
        </>
      )}
      {points.length === 0 && (
        <text className={svg.word} x={(LEFT + right) / 2} y={(TOP + BOTTOM) / 2} textAnchor="middle">
          No game counted yet.
        </text>
      )}
      {roundSteps(xMax, 6)
        .filter((game) => game <= xMax)
        .map((game) => (
          <text key={game} className={svg.label} x={x(game)} y={BOTTOM + 17} textAnchor="middle">
            {count(game)}
          </text>
        ))}
    </>
  );
}

const WarmUpWords = ({ middle }: { middle: number }) =>
  ['warm-up,', 'not counted'].map((words, line) => (
    <text
      key={words}
      className={`${svg.word} ${svg.halo}`}
      x={middle}
      y={TOP + 20 + 16 * line}
      textAnchor="middle"
    >
      {words}
    </text>
  ));

const decadeWord = (value: number): string =>
  value < 1 ? String(Number(value.toPrecision(1))) : value >= 1e6 ? value.toExponential(0) : count(value);
