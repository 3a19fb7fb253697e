import { Link } from 'wouter';
import { useGames } from '../../api/history.ts';
import type { GameDetail } from '../../api/game.ts';
import button from '../../components/Button.module.css';

/** The games before and after, as far as the newest lists know them, and everything about this one as JSON. */
export function Neighbours({ game }: { game: GameDetail }) {
  const games = useGames({ limit: 200 }).data?.games ?? [];
  const at = games.findIndex(({ game_id }) => game_id === game.game_id);
  const older = at < 0 ? undefined : games[at + 1];
  const newer = at < 0 ? undefined : games[at - 1];
  return (
    <>
      <Neighbour id={older?.game_id}>‹ Older game</Neighbour>
      <Neighbour id={newer?.game_id}>Newer game ›</Neighbour>
      <a className={button.button} href={`/api/games/${encodeURIComponent(game.game_id)}`}>
        JSON
      </a>
    </>
  );
}

function Neighbour({ id, children }: { id: string | undefined; children: string }) {
  return id === undefined ? (
    <span className={button.button} aria-disabled="true">
      {children}
    </span>
  ) : (
    <Link href={`/history/${id}`} className={button.button}>
      {children}
    </Link>
  );
}
