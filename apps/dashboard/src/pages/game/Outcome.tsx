import type { GameDetail } from '../../api/game.ts';
import type { StoredPrediction } from '../../api/stored-forecasts.ts';
import { Panel } from '../../components/Panel.tsx';
import { whatHappened } from '../../say/game.ts';
import styles from './Outcome.module.css';

interface OutcomeProps {
  game: GameDetail;
  said: StoredPrediction | null;
  tick: number;
}

/** How what TED said at the playhead turned out. */
export function Outcome({ game, said, tick }: OutcomeProps) {
  return (
    <Panel title="What happened then">
      <p className={styles.words}>{whatHappened(game, said, tick)}</p>
    </Panel>
  );
}
