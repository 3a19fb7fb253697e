import type { Bucket, Performance } from '../../api/performance.ts';
import type { Scale } from '../../chart/scale.ts';
import svg from '../../chart/svg.module.css';
import { dayOf, hourAndMinute } from '../../format/times.ts';

const LEAST_PX = 58;

interface TimeLabelsProps {
  buckets: readonly Bucket[];
  step: Performance['step'];
  x: Scale;
  y: number;
}

/** Hours and days along the bottom, in the reader's zone; as many as there is room for. */
export function TimeLabels({ buckets, step, x, y }: TimeLabelsProps) {
  if (buckets.length === 0) return null;
  const px = x(1) - x(0);
  const every = [1, 2, 3, 4, 6, 7, 12, 14, 28].find((candidate) => candidate * px >= LEAST_PX) ?? 30;
  let lastDay = '';
  return buckets.map(({ start }, i) => {
    if (i % every !== 0) return null;
    const day = dayOf(start);
    const isNewDay = day !== lastDay;
    lastDay = day;
    const at = step === 'day' ? x(i + 0.5) : x(i);
    return (
      <g key={start}>
        <line className={svg.strong} x1={at} x2={at} y1={y} y2={y + 4} />
        <text className={svg.label} x={at} y={y + 18} textAnchor="middle">
          {step === 'day' ? day : hourAndMinute(start)}
        </text>
        {isNewDay && step !== 'day' && (
          <text className={svg.label} x={at} y={y + 33} textAnchor="middle">
            {day}
          </text>
        )}
      </g>
    );
  });
}
