import { Link } from 'wouter';
import type { GameDetail } from '../../api/game.ts';
import { Icon } from '../../components/Icon.tsx';
import button from '../../components/Button.module.css';

/** The games before and after, and everything about this one as JSON. */
export function Neighbours({ game }: { game: GameDetail }) {
  return (
    <>
      <Neighbour id={game.older_game}>‹ Older game</Neighbour>
      <Neighbour id={game.newer_game}>Newer game ›</Neighbour>
      <a className={button.button} href={`/api/games/${encodeURIComponent(game.game_id)}`}>
        <Icon name="down" size={14} />
        JSON
      </a>
    </>
  );
}

function Neighbour({ id, children }: { id: string | null; children: string }) {
  return id === null ? (
    <span className={button.button} aria-disabled="true">
      {children}
    </span>
  ) : (
    <Link href={`/history/${id}`} className={button.button}>
      {children}
    </Link>
  );
}
