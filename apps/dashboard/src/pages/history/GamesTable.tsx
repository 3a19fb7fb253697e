import { Link } from 'wouter';
import type { StoredGame } from '../../api/stored-game.ts';
import { Icon } from '../../components/Icon.tsx';
import { ScrollTable } from '../../components/ScrollTable.tsx';
import { Time } from '../../components/Time.tsx';
import table from '../../components/table.module.css';
import { count, price, signed, UNKNOWN } from '../../format/numbers.ts';
import { minutes } from '../../format/times.ts';
import { TICK_MS } from '../../game.ts';
import { verdictWords } from '../../say/verdict.ts';
import { ErrorBar } from './ErrorBar.tsx';
import { ForecastHeads } from './ForecastHeads.tsx';

/** One row a game: what it did, what TED had said, whether it was fair. The whole row opens the game. */
export function GamesTable({ games }: { games: readonly StoredGame[] }) {
  return (
    <ScrollTable label="Games">
      <thead>
        <tr className={table.groups}>
          <th scope="colgroup" colSpan={6}>
            What the game did
          </th>
          <th scope="colgroup" colSpan={5}>
            What TED said at the first tick
          </th>
          <th scope="colgroup">Was it fair?</th>
        </tr>
        <tr>
          <th scope="col">Ended ↓</th>
          <th scope="col">Game</th>
          <th scope="col" className={table.number}>
            End tick
          </th>
          <th scope="col" className={table.number}>
            Duration
          </th>
          <th scope="col" className={table.number}>
            Peak
          </th>
          <th scope="col" className={table.number}>
            Rug price
          </th>
          <ForecastHeads />
          <th scope="col">Fairness</th>
        </tr>
      </thead>
      <tbody>
        {games.map((game) => (
          <Row key={game.game_id} game={game} />
        ))}
      </tbody>
    </ScrollTable>
  );
}

function Row({ game }: { game: StoredGame }) {
  const { forecast } = game;
  const fairness = verdictWords(game);
  return (
    <tr className={table.row}>
      <th scope="row">
        <Link href={`/history/${game.game_id}`} className={table.open}>
          {game.ended_at === null ? UNKNOWN : <Time at={game.ended_at} withDay />}
        </Link>
      </th>
      <td>
        <code title={game.game_id}>{shortId(game.game_id)}</code>
      </td>
      <td className={table.number}>{game.end_tick === null ? UNKNOWN : count(game.end_tick)}</td>
      <td className={table.quiet}>{game.end_tick === null ? UNKNOWN : minutes(game.end_tick * TICK_MS)}</td>
      <td className={table.number}>{game.peak_price === null ? UNKNOWN : price(game.peak_price)}</td>
      <td className={table.quiet}>{game.final_price === null ? UNKNOWN : price(game.final_price)}</td>
      {forecast ? (
        <>
          <td className={table.number}>{count(forecast.median)}</td>
          <td className={table.quiet}>
            {count(forecast.lower)}–{count(forecast.upper)}
          </td>
          <td>
            <Inside is={forecast.inside} />
          </td>
          <td className={table.number}>{signed(forecast.error_windows, 1)}</td>
          <td>
            <ErrorBar windows={forecast.error_windows} />
          </td>
        </>
      ) : (
        <td colSpan={5} className={table.word}>
          {game.start_tick === null
            ? 'not followed: known from the feed’s own history'
            : 'no forecast: TED joined too late'}
        </td>
      )}
      <td className={table[fairness.tone]}>
        <span className={table.withIcon}>
          <Icon name={fairness.icon} />
          {fairness.text}
        </span>
      </td>
    </tr>
  );
}

/** Inside TED's range, or a miss. */
export function Inside({ is }: { is: boolean }) {
  return (
    <span className={is ? table.withIcon : `${table.withIcon} ${table.bad}`}>
      <Icon name={is ? 'met' : 'miss'} />
      {is ? 'inside' : 'outside'}
    </span>
  );
}

/** The date and the first characters tell games apart; the whole id is in the title. */
export const shortId = (id: string): string => (id.length <= 16 ? id : `${id.slice(0, 15)}…`);
