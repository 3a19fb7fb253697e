import type { Scale } from './scale.ts';
import svg from './svg.module.css';

interface GridLinesProps {
  y: Scale;
  values: readonly number[];
  word: (value: number) => string;
  left: number;
  right: number;
  /** A value whose line is stronger: a zero, a one, a bottom. */
  strong?: number;
}

/** Horizontal lines with their values at the left. */
export function GridLines({ y, values, word, left, right, strong }: GridLinesProps) {
  return values.map((value) => (
    <g key={value}>
      <line
        className={value === strong ? svg.strong : svg.grid}
        x1={left}
        x2={right}
        y1={Math.round(y(value)) + 0.5}
        y2={Math.round(y(value)) + 0.5}
      />
      <text className={svg.label} x={left - 8} y={y(value) + 4} textAnchor="end">
        {word(value)}
      </text>
    </g>
  ));
}
