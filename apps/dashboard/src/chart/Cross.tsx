import svg from './svg.module.css';

/** A miss. */
export const Cross = ({ x, y, half = 4 }: { x: number; y: number; half?: number }) => (
  <path
    className={svg.cross}
    d={`M${x - half},${y - half}l${2 * half},${2 * half}m${-2 * half},0l${2 * half},${-2 * half}`}
  />
);
