import { Link } from 'wouter';
import { useSideBets } from '../../api/history.ts';
import type { StoredSideBet } from '../../api/stored-forecasts.ts';
import { Icon } from '../../components/Icon.tsx';
import { Loaded } from '../../components/Loaded.tsx';
import { ScrollTable } from '../../components/ScrollTable.tsx';
import { Time } from '../../components/Time.tsx';
import table from '../../components/table.module.css';
import { count, percent, signed, UNKNOWN } from '../../format/numbers.ts';
import { listQuery, type Address } from './address.ts';
import { EmptyList } from './EmptyList.tsx';
import { shortId } from './GamesTable.tsx';
import { Paging } from './Paging.tsx';

const ROWS_OF_SKELETON = Array.from({ length: 10 }, () => '100%');

export function SideBetsTab({ address }: { address: Address }) {
  const query = useSideBets(listQuery(address));
  return (
    <Loaded query={query} what="This list" skeleton={ROWS_OF_SKELETON}>
      {(page) =>
        page.side_bets.length === 0 ? (
          <EmptyList what="No bet has been recommended. In a fair game none is worth its price." />
        ) : (
          <>
            <SideBets bets={page.side_bets} />
            <Paging address={address} page={page} shown={page.side_bets.length}>
              Stakes of 1. Sure: how sure TED was that the bet is worth its price.
            </Paging>
          </>
        )
      }
    </Loaded>
  );
}

function SideBets({ bets }: { bets: readonly StoredSideBet[] }) {
  return (
    <ScrollTable label="Side bets">
      <thead>
        <tr>
          <th scope="col">Recommended ↓</th>
          <th scope="col">Game</th>
          <th scope="col" className={table.number}>
            Tick
          </th>
          <th scope="col" className={table.number}>
            Wins up to
          </th>
          <th scope="col" className={table.number}>
            p
          </th>
          <th scope="col" className={table.number}>
            Sure
          </th>
          <th scope="col" className={table.number}>
            Expected gain
          </th>
          <th scope="col">Outcome</th>
          <th scope="col" className={table.number}>
            Gain
          </th>
        </tr>
      </thead>
      <tbody>
        {bets.map((bet) => (
          <Row key={`${bet.game_id} ${bet.placed_at_tick}`} bet={bet} />
        ))}
      </tbody>
    </ScrollTable>
  );
}

const OUTCOMES = {
  WON: { icon: 'met', text: 'won' },
  LOST: { icon: 'miss', text: 'lost' },
  PENDING: { icon: 'clock', text: 'open' },
  VOID: { icon: 'unknown', text: 'void: the end was not seen' },
} as const;

function Row({ bet }: { bet: StoredSideBet }) {
  const { icon, text } = OUTCOMES[bet.actual_outcome];
  return (
    <tr className={table.row}>
      <th scope="row">
        <Link href={`/history/${bet.game_id}?tick=${bet.placed_at_tick}`} className={table.open}>
          <Time at={bet.created_at} withDay />
        </Link>
      </th>
      <td>
        <code title={bet.game_id}>{shortId(bet.game_id)}</code>
      </td>
      <td className={table.number}>{count(bet.placed_at_tick)}</td>
      <td className={table.number}>{count(bet.window_end_tick)}</td>
      <td className={table.number}>{percent(bet.probability)}</td>
      <td className={table.number}>{percent(bet.confidence)}</td>
      <td className={table.number}>{signed(bet.expected_value)}</td>
      <td>
        <span className={table.withIcon}>
          <Icon name={icon} />
          {text}
        </span>
      </td>
      <td className={table.number}>{bet.payout === null ? UNKNOWN : signed(bet.payout, 0)}</td>
    </tr>
  );
}
