import type { Scene } from '../chart/scene.ts';
import { PriceChart } from '../chart/PriceChart.tsx';
import type { Freshness } from '../live/freshness.ts';
import type { LiveState } from '../live/state.ts';
import { overChart } from '../say/over-chart.ts';
import { Legend } from './Legend.tsx';
import { Panel } from './Panel.tsx';
import styles from './GamePanel.module.css';

interface GamePanelProps {
  scene: Scene;
  state: LiveState;
  freshness: Freshness;
  now: number;
}

/** The price of this game and when TED thinks it ends. */
export function GamePanel({ scene, state, freshness, now }: GamePanelProps) {
  const words = scene.is === 'empty' ? overChart(state, freshness, now) : null;
  return (
    <Panel area="game" title={titleOf(scene)} aside={<Legend scene={scene} />}>
      <div className={styles.frame}>
        <PriceChart scene={scene} />
        {words && (
          <p className={styles.words}>
            <strong>{words.strong}</strong>
            <span>{words.text}</span>
          </p>
        )}
      </div>
    </Panel>
  );
}

const titleOf = ({ is }: Scene): string =>
  is === 'ended'
    ? 'The last game: price, and when it ended'
    : 'This game: price, and when TED thinks it ends';
