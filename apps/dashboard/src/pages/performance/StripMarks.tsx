import type { Bucket } from '../../api/performance.ts';
import { GridLines } from '../../chart/GridLines.tsx';
import { clamp, linear, linePath, type Scale } from '../../chart/scale.ts';
import svg from '../../chart/svg.module.css';
import { emptyRuns, FILLED_FROM, figureWord, type Strip } from './strips.ts';

interface StripMarksProps {
  strip: Strip;
  buckets: readonly Bucket[];
  x: Scale;
  left: number;
  right: number;
  top: number;
  height: number;
  isNarrow: boolean;
  /** The first strip says what the tint means. */
  isFirst: boolean;
}

/** One figure over time. Lines only between neighbours; what is off the scale stands at its edge with its number. */
export function StripMarks({
  strip,
  buckets,
  x,
  left,
  right,
  top,
  height,
  isNarrow,
  isFirst,
}: StripMarksProps) {
  const y = linear(strip.min, strip.max, top + height, top);
  const { beat } = strip;
  const runs = emptyRuns(buckets);
  const points = buckets.map((bucket, i) => {
    const value = strip.of(bucket);
    if (value === null) return null;
    const isOff = value < strip.min || value > strip.max;
    return { x: x(i + 0.5), y: y(clamp(value, strip.min, strip.max)), value, isOff, games: bucket.games };
  });
  const widest = runs.reduce<{ from: number; to: number } | null>(
    (best, run) => (best && best.to - best.from >= run.to - run.from ? best : run),
    null,
  );
  return (
    <>
      <text className={svg.title} x={left} y={top - 7}>
        {strip.name}
      </text>
      {runs.map(({ from, to }) => (
        <rect key={from} className={svg.empty} x={x(from)} y={top} width={x(to) - x(from)} height={height} />
      ))}
      {isFirst && widest && x(widest.to) - x(widest.from) > 130 && (
        <text
          className={svg.word}
          x={x((widest.from + widest.to) / 2)}
          y={top + height / 2 + 10}
          textAnchor="middle"
        >
          no games in this time
        </text>
      )}
      <GridLines y={y} values={strip.marks} word={strip.word} left={left} right={right} />
      <line
        className={beat.is === 'target' ? svg.target : svg.chance}
        x1={left}
        x2={right}
        y1={y(beat.value)}
        y2={y(beat.value)}
      />
      {!isNarrow && (
        <text className={beat.is === 'target' ? svg.barWord : svg.word} x={right + 8} y={y(beat.value) + 4}>
          {beat.word}
        </text>
      )}
      <path className={svg.ted} d={linePath(points.map((point) => point && [point.x, point.y]))} />
      {points.map(
        (point, i) =>
          point && (
            <g key={i}>
              <circle
                className={point.games >= FILLED_FROM ? svg.dot : svg.hollow}
                cx={point.x}
                cy={point.y}
                r={3.2}
              />
              {point.isOff && (
                <text
                  className={`${svg.tedWord} ${svg.halo}`}
                  x={point.x + 7}
                  y={point.y + (point.value > strip.max ? 10 : -3)}
                >
                  {figureWord(strip, point.value)}
                </text>
              )}
            </g>
          ),
      )}
    </>
  );
}
