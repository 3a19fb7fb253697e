import { useMemo } from 'react';
import { Link } from 'wouter';
import type { GameDetail } from '../../api/game.ts';
import { Icon } from '../../components/Icon.tsx';
import { Panel } from '../../components/Panel.tsx';
import { checkGame } from '../fairness/check-game.ts';
import { seedWords } from '../../say/seed.ts';
import { CopyField } from './CopyField.tsx';
import styles from './SeedPanel.module.css';

/** Whether the game is the one that its seed fixes; replayed here, in the reader's browser. */
export function SeedPanel({ game }: { game: GameDetail }) {
  const check = useMemo(
    () =>
      checkGame(
        {
          gameId: game.game_id,
          seed: game.server_seed ?? '',
          hash: game.server_seed_hash ?? '',
          version: game.version ?? '',
        },
        game,
      ),
    [game],
  );
  const { icon, tone, title, steps } = seedWords(check, game.version);
  return (
    <Panel title="Seed verification">
      <p className={`${styles.title} ${styles[tone]}`}>
        <Icon name={icon} />
        {title}
      </p>
      <ul className={styles.steps}>
        {steps.map((step) => (
          <li key={step.name} className={styles.step}>
            <Icon name={step.isMet === null ? 'unknown' : step.isMet ? 'met' : 'bad'} />
            <span>
              <strong>{step.name}</strong>
              <br />
              {step.note}
            </span>
          </li>
        ))}
      </ul>
      <CopyField name="Server seed" value={game.server_seed} />
      <CopyField name="Published hash" value={game.server_seed_hash} />
      <p className={styles.more}>
        <Link href={`/fairness?game=${game.game_id}`}>Check it with a seed of your own</Link>
      </p>
    </Panel>
  );
}
