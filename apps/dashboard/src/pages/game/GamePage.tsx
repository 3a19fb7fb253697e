import { Link, useParams } from 'wouter';
import { useGame, type GameDetail } from '../../api/game.ts';
import { Loaded } from '../../components/Loaded.tsx';
import { PageHeading } from '../../components/PageHeading.tsx';
import { gameReason, gameTitle } from '../../say/game.ts';
import { Forecasts } from './Forecasts.tsx';
import { Neighbours } from './Neighbours.tsx';
import { Outcome } from './Outcome.tsx';
import { Playback } from './Playback.tsx';
import { Said } from './Said.tsx';
import { SeedPanel } from './SeedPanel.tsx';
import { saidAt, useRecord } from './record.ts';
import { usePlayhead } from './use-playhead.ts';
import styles from './GamePage.module.css';

/** One game: its price, what TED said at each moment, how that turned out, and whether it was fair. */
export function GamePage() {
  const { gameId = '' } = useParams();
  const query = useGame(decodeURIComponent(gameId));
  return (
    <>
      <p className={styles.where}>
        <Link href="/history">History</Link> / game
      </p>
      {!query.data && (
        <PageHeading
          title={query.error ? 'This game cannot be shown' : 'Game'}
          text={<code>{gameId}</code>}
        />
      )}
      <Loaded query={query} what="This game" skeleton={['40%', '100%', '100%', '100%']}>
        {(game) => <Game key={game.game_id} game={game} />}
      </Loaded>
    </>
  );
}

function Game({ game }: { game: GameDetail }) {
  const record = useRecord(game);
  const playhead = usePlayhead(record.endTick);
  const said = saidAt(game.predictions, playhead.tick);
  return (
    <>
      <PageHeading title={gameTitle(game)} text={<Reason game={game} />}>
        <Neighbours game={game} />
      </PageHeading>
      <div className={styles.grid}>
        <Playback record={record} said={said} playhead={playhead} className={styles.playback} />
        <div className={styles.right}>
          <Said tick={playhead.tick} said={said} bets={game.side_bets} />
          <Outcome game={game} said={said} tick={playhead.tick} />
          <SeedPanel game={game} />
        </div>
      </div>
      <Forecasts game={game} record={record} here={said} onChoose={playhead.moveTo} />
    </>
  );
}

function Reason({ game }: { game: GameDetail }) {
  return (
    <>
      <code>{game.game_id}</code> · {gameReason(game)}
    </>
  );
}
