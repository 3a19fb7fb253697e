import { useRef, useState } from 'react';
import { ChartTable } from '../../chart/ChartTable.tsx';
import { sceneOf, type Scene } from '../../chart/scene.ts';
import { summary } from '../../chart/summary.ts';
import { useCrosshair } from '../../chart/use-crosshair.ts';
import { KeyList, type KeyShape } from '../../components/KeyList.tsx';
import { Panel } from '../../components/Panel.tsx';
import { useNarrow } from '../../components/use-narrow.ts';
import type { Freshness } from '../../live/freshness.ts';
import type { LiveState } from '../../live/state.ts';
import { endTable } from '../../say/end-table.ts';
import { overChart } from '../../say/over-chart.ts';
import { liveReading } from '../../say/reading.ts';
import { GameChart } from './GameChart.tsx';
import type { LiveDrawing } from './live-drawing.ts';
import styles from './GamePanel.module.css';

interface GamePanelProps {
  state: LiveState;
  freshness: Freshness;
  now: number;
  className: string | undefined;
}

/** The price of this game and when TED thinks it ends. */
export function GamePanel({ state, freshness, now, className }: GamePanelProps) {
  const scene = sceneOf(state, freshness);
  const words = scene.is === 'empty' || freshness.is === 'down' ? overChart(state, freshness, now) : null;
  const drawing = useRef<LiveDrawing>(null);
  const crosshair = useCrosshair(() => ({
    xMax: drawing.current?.xMax ?? scene.xMax,
    start: scene.head?.tick ?? 0,
  }));
  const [isTable, setIsTable] = useState(false);
  return (
    <Panel
      id="game"
      className={className}
      title={titleOf(scene, useNarrow())}
      aside={<KeyList keys={keysOf(scene)} />}
    >
      <div className={styles.frame}>
        <GameChart summary={summary(scene)} crosshair={crosshair} drawing={drawing} />
        {scene.silence && <p className={styles.old}>No forecast is drawn while the data is old.</p>}
        {words && (
          <div className={styles.words}>
            <strong>{words.strong}</strong>
            <span>{words.text}</span>
          </div>
        )}
      </div>
      <footer className={styles.below}>
        <span className={styles.reading} role={crosshair.at === null ? undefined : 'status'}>
          {crosshair.at === null ? '' : liveReading(scene, crosshair.at)}
        </span>
        {scene.forecast && (
          <details className={styles.table} onToggle={({ currentTarget }) => setIsTable(currentTarget.open)}>
            <summary>Show as table</summary>
            {isTable && <ChartTable table={endTable(scene.forecast)} />}
          </details>
        )}
      </footer>
    </Panel>
  );
}

function titleOf({ is }: Scene, isNarrow: boolean): string {
  if (is === 'ended') return 'The last game: price, and when it ended';
  return isNarrow ? 'Price and TED’s forecast of the end' : 'This game: price, and when TED thinks it ends';
}

function keysOf({ is, forecast }: Scene): (readonly [KeyShape, string])[] {
  if (is === 'empty') return [];
  if (is === 'old') return [['price-old', 'price until the data stopped, log scale']];
  if (!forecast) return [['price', 'price, log scale']];
  return [
    ['price', 'price, log scale'],
    ['range', 'end, 10–90%'],
    ['median', 'median end'],
    ['window', 'side-bet window'],
  ];
}
