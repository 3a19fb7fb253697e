import { timeOfDay } from '../format/times.ts';
import type { ConnectionWord } from '../say/connection.ts';
import { Icon } from './Icon.tsx';
import { Mark } from './Mark.tsx';
import { ThemeChoice } from './ThemeChoice.tsx';
import styles from './Header.module.css';

/** Whose page this is, which feed it shows, and whether what it shows is fresh. */
export function Header({ feed, word, now }: { feed: string | null; word: ConnectionWord; now: number }) {
  return (
    <header className={styles.header}>
      <Mark />
      <h1 className={styles.name}>TED</h1>
      <Feed feed={feed} />
      <span className={styles.space} />
      <span className={`${styles.word} ${styles[word.tone]}`}>
        <Icon name={word.icon} />
        {word.text}
      </span>
      <time
        className={styles.clock}
        dateTime={new Date(now).toISOString()}
        title={new Date(now).toISOString()}
      >
        {timeOfDay(now)}
      </time>
      <ThemeChoice />
    </header>
  );
}

/** Invented or recorded games are never taken for live ones. */
function Feed({ feed }: { feed: string | null }) {
  if (feed === 'simulated' || feed === 'replay')
    return <strong className={styles.badge}>{feed.toUpperCase()}</strong>;
  return (
    <span className={styles.watches}>
      {feed === null ? '' : `watches ${feed === 'rugs' ? 'rugs.fun' : feed}`}
    </span>
  );
}
