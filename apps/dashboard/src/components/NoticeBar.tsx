import { tryNow } from '../live/client.ts';
import type { Notice } from '../say/notice.ts';
import { Icon } from './Icon.tsx';
import styles from './NoticeBar.module.css';

/** What is wrong, since when, and what happens now. Nothing while nothing is wrong. */
export function NoticeBar({ notice }: { notice: Notice | null }) {
  if (!notice) return null;
  return (
    <aside className={`${styles.bar} ${styles[notice.tone]}`} aria-label="Notice">
      <Icon name={notice.tone} size={20} />
      <p className={styles.text}>
        <strong>{notice.strong}</strong> {notice.text}
      </p>
      {notice.action === 'try-now' && (
        <button type="button" className={styles.button} onClick={tryNow}>
          Try now
        </button>
      )}
      {notice.action === 'reload' && (
        <button type="button" className={styles.button} onClick={() => location.reload()}>
          Reload
        </button>
      )}
    </aside>
  );
}
