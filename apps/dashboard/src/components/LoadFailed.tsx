import type { UseQueryResult } from '@tanstack/react-query';
import { ApiError } from '../api/fetch-json.ts';
import { useNow } from '../live/clock.ts';
import { failureWords } from '../say/failure.ts';
import { Button } from './Button.tsx';
import { Icon } from './Icon.tsx';
import styles from './LoadFailed.module.css';

/** What could not be loaded, since when, what to do, and the request's id. */
export function LoadFailed({ query, what }: { query: UseQueryResult; what: string }) {
  const now = useNow();
  const error = query.error instanceof ApiError ? query.error : new ApiError(0, String(query.error), null);
  const { strong, text } = failureWords(what, error, query.data !== undefined, now - query.errorUpdatedAt);
  return (
    <div className={styles.failed} role="alert">
      <Icon name="bad" size={20} />
      <p className={styles.text}>
        <strong>{strong}</strong> {text}
        {error.requestId !== null && (
          <>
            {' '}
            Request id <code>{error.requestId}</code>
          </>
        )}
      </p>
      <Button disabled={query.isFetching} onClick={() => void query.refetch()}>
        Try again
      </Button>
    </div>
  );
}
