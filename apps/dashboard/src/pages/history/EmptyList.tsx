import { useSearchParams } from 'wouter';
import { Button } from '../../components/Button.tsx';
import { useLivePart } from '../../live/client.ts';
import { NO_FILTERS, withFilters } from './address.ts';
import styles from './EmptyList.module.css';

/** Nothing to list, and why. */
export function EmptyList({ what, isFiltered = false }: { what: string; isFiltered?: boolean }) {
  const [, setParams] = useSearchParams();
  const isOff = useLivePart((state) => state.system?.storing.enabled === false);
  if (isFiltered) {
    return (
      <div className={styles.empty}>
        <p>No game fits these filters.</p>
        <Button onClick={() => setParams(withFilters(NO_FILTERS))}>Clear filters</Button>
      </div>
    );
  }
  return (
    <div className={styles.empty}>
      <p>
        {isOff
          ? 'Storing is off, so nothing is kept here. The newest games are on the live page, from memory.'
          : what}
      </p>
    </div>
  );
}
