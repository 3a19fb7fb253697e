import { useSearchParams } from 'wouter';
import { Button } from '../../components/Button.tsx';
import { Field } from '../../components/Field.tsx';
import { SelectField } from '../../components/SelectField.tsx';
import { count } from '../../format/numbers.ts';
import { NO_FILTERS, withFilters, type Filters } from './address.ts';
import styles from './GameFilters.module.css';

interface GameFiltersProps {
  filters: Filters;
  total: number | undefined;
  isFiltered: boolean;
}

/** What the list of games is narrowed to; it stands in the page's address. */
export function GameFilters({ filters, total, isFiltered }: GameFiltersProps) {
  const [, setParams] = useSearchParams();
  const set = (name: keyof Filters) => (value: string) =>
    setParams(withFilters({ [name]: value.trim() }), { replace: true });
  return (
    <div className={styles.filters}>
      <SelectField
        label="Ended"
        value={filters.ended}
        options={[
          ['', 'All time'],
          ['1h', 'Last hour'],
          ['24h', 'Last 24 hours'],
          ['7d', 'Last 7 days'],
          ['30d', 'Last 30 days'],
        ]}
        onChange={set('ended')}
      />
      <Field
        label="End tick from"
        inputMode="numeric"
        placeholder="any"
        value={filters.min_end}
        onChange={set('min_end')}
      />
      <Field
        label="to"
        inputMode="numeric"
        placeholder="any"
        value={filters.max_end}
        onChange={set('max_end')}
      />
      <Field
        label="Peak from"
        inputMode="decimal"
        placeholder="any"
        value={filters.min_peak}
        onChange={set('min_peak')}
      />
      <SelectField
        label="TED’s range"
        value={filters.inside}
        options={[
          ['', 'Inside or outside'],
          ['true', 'Inside'],
          ['false', 'Outside'],
        ]}
        onChange={set('inside')}
      />
      <SelectField
        label="Fairness"
        value={filters.verdict}
        options={[
          ['', 'Any verdict'],
          ['verified', 'Verified'],
          ['mismatch', 'Mismatch'],
          ['unverifiable', 'Unverifiable'],
          ['waiting', 'Waiting'],
        ]}
        onChange={set('verdict')}
      />
      <Button disabled={!isFiltered} onClick={() => setParams(withFilters(NO_FILTERS))}>
        Clear filters
      </Button>
      <p className={styles.total} role="status">
        {total === undefined
          ? ''
          : `${count(total)} ${total === 1 ? 'game' : 'games'}${isFiltered ? ' fit' : ''}`}
      </p>
    </div>
  );
}
