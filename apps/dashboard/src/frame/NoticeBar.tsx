import { Link, useLocation } from 'wouter';
import { Button } from '../components/Button.tsx';
import { Icon } from '../components/Icon.tsx';
import { tryNow, useLive } from '../live/client.ts';
import { useNow } from '../live/clock.ts';
import { freshnessOf } from '../live/freshness.ts';
import { notice } from '../say/notice.ts';
import { isAt } from './pages.ts';
import styles from './NoticeBar.module.css';

/** What is wrong, since when, and what happens now. Nothing while nothing is wrong. */
export function NoticeBar() {
  const state = useLive();
  const now = useNow();
  const told = notice(state, freshnessOf(state, now), now);
  const [address] = useLocation();
  // The system's own page says in its heading what is wrong with the parts.
  if (!told || (isAt('/system', address) && told.actions.includes('open-system'))) return null;
  const { tone, strong, text, actions, more } = told;
  return (
    <aside className={`${styles.bar} ${styles[tone]}`} aria-label="Notice">
      <Icon name={tone} size={20} />
      <p className={styles.text}>
        <strong>{strong}</strong> {text}
        {more > 0 && (
          <>
            {' '}
            <Link href="/system">and {more} more</Link>
          </>
        )}
      </p>
      {actions.map((action) => (
        <Action key={action} action={action} />
      ))}
    </aside>
  );
}

function Action({ action }: { action: 'try-now' | 'reload' | 'open-system' }) {
  switch (action) {
    case 'try-now':
      return <Button onClick={tryNow}>Try now</Button>;
    case 'reload':
      return <Button onClick={() => location.reload()}>Reload</Button>;
    case 'open-system':
      return (
        <Link href="/system" className={styles.link}>
          Open System
        </Link>
      );
  }
}
