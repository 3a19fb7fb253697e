import { chooseFeed, chosenFeed } from '../api/chosen-feed.ts';
import { useFeeds } from '../api/feed.ts';
import styles from './Header.module.css';

/** Which of several feeds the page shows; nothing where there is only one. */
export function FeedPicker() {
  const feeds = useFeeds();
  if (!feeds || feeds.feeds.length < 2) return null;
  return (
    <select
      className={styles.feed}
      aria-label="Feed"
      value={chosenFeed ?? feeds.default}
      onChange={({ target }) => chooseFeed(target.value === feeds.default ? undefined : target.value)}
    >
      {feeds.feeds.map(({ feed, feed_kind }) => (
        <option key={feed} value={feed}>
          {feed_kind === 'live' ? feed : `${feed} (${feed_kind})`}
        </option>
      ))}
    </select>
  );
}
