import { Link } from 'wouter';
import { Icon } from '../components/Icon.tsx';
import { Time } from '../components/Time.tsx';
import { useLive, useLivePart } from '../live/client.ts';
import { useNow } from '../live/clock.ts';
import { freshnessOf } from '../live/freshness.ts';
import { connectionWord, degradedWord } from '../say/connection.ts';
import { FeedPicker } from './FeedPicker.tsx';
import { Mark } from './Mark.tsx';
import { PageLinks } from './PageLinks.tsx';
import { ThemeChoice } from './ThemeChoice.tsx';
import styles from './Header.module.css';

/** Whose page this is, which feed it shows, the pages, and whether what they show is fresh. */
export function Header() {
  return (
    <header className={styles.header}>
      <Link href="/" className={styles.brand}>
        <Mark />
        <span className={styles.name}>TED</span>
      </Link>
      <Feed />
      <FeedPicker />
      <PageLinks />
      <span className={styles.space} />
      <State />
      <Clock />
      <ThemeChoice />
    </header>
  );
}

/** Invented or recorded games are never taken for live ones. */
function Feed() {
  const kind = useLivePart((state) => state.feedKind ?? state.system?.feed_kind ?? null);
  if (kind === 'simulated' || kind === 'replay')
    return <strong className={styles.badge}>{kind.toUpperCase()}</strong>;
  return <span className={styles.watches}>{kind === null ? '' : 'watches rugs.fun'}</span>;
}

function State() {
  const state = useLive();
  const now = useNow();
  const freshness = freshnessOf(state, now);
  const word = connectionWord(state, freshness, now);
  const degraded = freshness.is === 'live' ? degradedWord(state, now) : null;
  return (
    <Link href="/system" className={styles.state}>
      <span className={`${styles.word} ${styles[word.tone]}`}>
        <Icon name={word.icon} />
        {word.text}
      </span>
      {degraded !== null && (
        <span className={`${styles.word} ${styles.warn}`}>
          <Icon name="warn" />
          {degraded}
        </span>
      )}
    </Link>
  );
}

/** Whole seconds: nothing is drawn anew between them. */
function Clock() {
  const second = Math.floor(useNow() / 1000) * 1000;
  return <Time at={new Date(second).toISOString()} isAlone className={styles.clock} />;
}
