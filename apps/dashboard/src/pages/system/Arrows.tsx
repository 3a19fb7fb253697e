import type { Station, StationName } from '../../say/tick-way.ts';
import { BOX_HEIGHT, DIAGRAM_HEIGHT, type Box } from './diagram.ts';
import styles from './TickWay.module.css';

interface ArrowsProps {
  boxes: Record<StationName, Box>;
  stations: Record<StationName, Station>;
  width: number;
  perSecond: number | null;
}

/** What goes from station to station; dashed where the one it goes to or comes from is at fault. */
export function Arrows({ boxes, stations, width, perSecond }: ArrowsProps) {
  const rate = perSecond === null ? '' : `${perSecond.toFixed(1)} /s`;
  const isBroken = (from: StationName, to: StationName) =>
    stations[from].tone === 'bad' ||
    stations[to].tone === 'bad' ||
    (to === 'page' && stations[to].tone === 'warn');
  const along = (from: StationName, to: StationName, word = '') => (
    <Arrow
      x1={boxes[from].left + boxes[from].width}
      x2={boxes[to].left}
      y={boxes[from].top + BOX_HEIGHT / 2}
      word={word}
      isBroken={isBroken(from, to)}
    />
  );
  const { ingest, redis } = boxes;
  const x = Math.round(ingest.left + ingest.width / 2);
  const y = redis.top + BOX_HEIGHT / 2;
  return (
    <svg className={styles.arrows} width={width} height={DIAGRAM_HEIGHT} aria-hidden="true">
      {along('feed', 'ingest', rate)}
      {along('ingest', 'gateway', 'live state, straight through')}
      {along('gateway', 'page', rate)}
      {along('redis', 'workers')}
      {along('workers', 'mongodb')}
      <path
        className={isBroken('ingest', 'redis') ? styles.broken : styles.line}
        d={`M${x},${ingest.top + BOX_HEIGHT}V${y}H${redis.left - 5}`}
      />
      <path className={styles.head} d={`M${redis.left},${y}l-7,-4v8z`} />
      <text className={styles.word} x={x - 8} y={(ingest.top + BOX_HEIGHT + y) / 2 + 4} textAnchor="end">
        batches of records
      </text>
    </svg>
  );
}

function Arrow({
  x1,
  x2,
  y,
  word,
  isBroken,
}: {
  x1: number;
  x2: number;
  y: number;
  word: string;
  isBroken: boolean;
}) {
  return (
    <>
      <line className={isBroken ? styles.broken : styles.line} x1={x1} x2={x2 - 5} y1={y} y2={y} />
      <path className={styles.head} d={`M${x2},${y}l-7,-4v8z`} />
      <text className={styles.word} x={(x1 + x2) / 2} y={y - 7} textAnchor="middle">
        {word}
      </text>
    </>
  );
}
