import type { ReactNode } from 'react';
import { useSearchParams } from 'wouter';
import { Button } from '../../components/Button.tsx';
import { Choice, Choices } from '../../components/Choice.tsx';
import { count } from '../../format/numbers.ts';
import { ROWS, withCursor, withRows, type Address } from './address.ts';
import styles from './Paging.module.css';

interface PagingProps {
  address: Address;
  page: { next_cursor: string | null; previous_cursor: string | null; total: number };
  shown: number;
  /** What the columns need said. */
  children?: ReactNode;
}

/** How many rows, and the pages before and after. */
export function Paging({ address, page, shown, children }: PagingProps) {
  const [, setParams] = useSearchParams();
  const go = (cursor: string | null) => cursor !== null && setParams(withCursor(cursor));
  return (
    <footer className={styles.paging}>
      <span className={styles.rows} id="rows-label">
        Rows
      </span>
      <Choices label="Rows">
        {ROWS.map((rows) => (
          <Choice key={rows} isChosen={rows === address.rows} onClick={() => setParams(withRows(rows))}>
            {rows}
          </Choice>
        ))}
      </Choices>
      <p className={styles.note}>{children}</p>
      <span className={styles.place} role="status">
        {place(page, shown)} of {count(page.total)}
      </span>
      <Button disabled={page.previous_cursor === null} onClick={() => go(page.previous_cursor)}>
        ‹ Newer
      </Button>
      <Button disabled={page.next_cursor === null} onClick={() => go(page.next_cursor)}>
        Older ›
      </Button>
    </footer>
  );
}

/** A cursor does not know how many rows lie before it; on the first page there are none. */
const place = (page: PagingProps['page'], shown: number): string =>
  page.previous_cursor === null && shown > 0 ? `1–${count(shown)}` : count(shown);
