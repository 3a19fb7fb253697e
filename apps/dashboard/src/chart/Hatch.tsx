import { useId } from 'react';
import svg from './svg.module.css';

/** A hatched field: time that is not counted, or that nothing is known about. */
export function Hatch({ x, y, width, height }: { x: number; y: number; width: number; height: number }) {
  const id = useId();
  if (width <= 0) return null;
  return (
    <>
      <pattern id={id} width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <line className={svg.strong} x1="0" y1="0" x2="0" y2="7" opacity="0.6" />
      </pattern>
      <rect x={x} y={y} width={width} height={height} fill={`url(#${id})`} />
    </>
  );
}
