import type { Bucket } from '../../api/performance.ts';
import { GridLines } from '../../chart/GridLines.tsx';
import { linear, roundSteps, type Scale } from '../../chart/scale.ts';
import svg from '../../chart/svg.module.css';
import { count, UNKNOWN } from '../../format/numbers.ts';

interface GameBarsProps {
  buckets: readonly Bucket[];
  x: Scale;
  left: number;
  right: number;
  top: number;
  height: number;
}

/** Narrower than this a bar has no room for its number. */
const ROOM_FOR_NUMBER = 20;

/** How many games are behind each point: bars from 0, a dash where there were none. */
export function GameBars({ buckets, x, left, right, top, height }: GameBarsProps) {
  const steps = roundSteps(Math.max(2, ...buckets.map(({ games }) => games)), 2);
  const y = linear(0, steps.at(-1)!, top + height, top);
  const step = x(1) - x(0);
  const width = Math.min(22, step * 0.66);
  return (
    <>
      <text className={svg.title} x={left} y={top - 12}>
        Games behind each point
      </text>
      <GridLines y={y} values={steps} word={count} left={left} right={right} strong={0} />
      {buckets.map(({ games, start }, i) => {
        const middle = x(i + 0.5);
        return (
          <g key={start}>
            {games > 0 && (
              <rect
                className={svg.column}
                x={middle - width / 2}
                y={y(games)}
                width={width}
                height={y(0) - y(games)}
              />
            )}
            {step >= ROOM_FOR_NUMBER && (
              <text
                className={games > 0 ? svg.word : svg.label}
                x={middle}
                y={y(games) - 4}
                textAnchor="middle"
              >
                {games > 0 ? count(games) : UNKNOWN}
              </text>
            )}
          </g>
        );
      })}
    </>
  );
}
