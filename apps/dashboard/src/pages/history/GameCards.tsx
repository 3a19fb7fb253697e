import { Link } from 'wouter';
import type { StoredGame } from '../../api/stored-game.ts';
import { Icon } from '../../components/Icon.tsx';
import { Time } from '../../components/Time.tsx';
import { count, price, signed, UNKNOWN } from '../../format/numbers.ts';
import { verdictWords } from '../../say/verdict.ts';
import { Inside } from './GamesTable.tsx';
import styles from './GameCards.module.css';

/** A game in two lines, for a narrow page. */
export function GameCards({ games }: { games: readonly StoredGame[] }) {
  return (
    <ul>
      {games.map((game) => {
        const fairness = verdictWords(game);
        return (
          <li key={game.game_id}>
            <Link href={`/history/${game.game_id}`} className={styles.card}>
              <span className={styles.when}>
                {game.ended_at === null ? UNKNOWN : <Time at={game.ended_at} withDay />}
              </span>
              <span className={styles.did}>
                {game.end_tick === null ? UNKNOWN : `${count(game.end_tick)} ticks`}
                {game.peak_price === null ? '' : `, peak ${price(game.peak_price)}`}
              </span>
              <span className={styles.fair}>
                <Icon name={fairness.icon} />
                {fairness.text}
              </span>
              <span className={styles.said}>
                {game.forecast ? (
                  <>
                    <Inside is={game.forecast.inside} /> {signed(game.forecast.error_windows, 1)} windows
                  </>
                ) : (
                  'no forecast'
                )}
              </span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
