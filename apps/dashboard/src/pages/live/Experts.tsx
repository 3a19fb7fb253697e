import { useState } from 'react';
import { Icon } from '../../components/Icon.tsx';
import { Panel } from '../../components/Panel.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { percent, UNKNOWN } from '../../format/numbers.ts';
import { timeOfDay } from '../../format/times.ts';
import type { Expert } from '../../live/messages.ts';
import { earned, expertName, SHOWN_EXPERTS, sortedExperts } from '../../say/experts.ts';
import styles from './Experts.module.css';

interface ExpertsProps {
  experts: readonly Expert[];
  isLoading: boolean;
  /** No game is running, so nothing is said about it. */
  isBetween: boolean;
  /** When the data stopped, ms since 1970; null while it is fresh. */
  asOf: number | null;
  className: string | undefined;
}

/** The experts of the mixture, the heaviest first, beside the weight that each began with. */
export function Experts({ experts, isLoading, isBetween, asOf, className }: ExpertsProps) {
  const [isAll, setIsAll] = useState(false);
  const sorted = sortedExperts(experts);
  const shown = isAll ? sorted : sorted.slice(0, SHOWN_EXPERTS);
  const hidden = sorted.length - shown.length;
  const aside = `${asOf === null ? '' : `as of ${timeOfDay(asOf)}, `}mark = weight at the start`;
  return (
    <Panel className={className} title="Whose forecast counts" aside={aside}>
      {isLoading ? (
        <Skeleton lines={Array.from({ length: SHOWN_EXPERTS }, () => '100%')} />
      ) : (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Expert</th>
              <th scope="col" className={styles.right}>
                says
              </th>
              <th scope="col" colSpan={2} className={styles.earned}>
                weight earned
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((expert) => (
              <Row key={expert.name} expert={expert} isBetween={isBetween} />
            ))}
          </tbody>
        </table>
      )}
      {(hidden > 0 || isAll) && !isLoading && (
        <button type="button" className={styles.more} aria-expanded={isAll} onClick={() => setIsAll(!isAll)}>
          {isAll
            ? 'Show fewer'
            : `${hidden} more, ${percent(sorted.slice(SHOWN_EXPERTS).reduce((sum, { weight }) => sum + weight, 0))} together`}
        </button>
      )}
    </Panel>
  );
}

/** The row opens its evidence. */
function Row({ expert, isBetween }: { expert: Expert; isBetween: boolean }) {
  const { name, weight, prior, p_rug_40: chance } = expert;
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <tr>
        <th scope="row">
          <button
            type="button"
            className={styles.name}
            aria-expanded={isOpen}
            onClick={() => setIsOpen(!isOpen)}
          >
            {expertName(name)}
          </button>
        </th>
        <td className={chance === null ? styles.silent : styles.says}>
          {isBetween ? UNKNOWN : chance === null ? 'silent' : percent(chance)}
        </td>
        <td className={styles.barCell}>
          <div className={styles.bar} aria-hidden="true">
            <div className={styles.weight} style={{ width: `${100 * weight}%` }} />
            <div className={styles.prior} style={{ left: `${100 * prior}%` }} />
          </div>
        </td>
        <td className={styles.number}>{percent(weight)}</td>
      </tr>
      {isOpen && (
        <tr className={styles.evidence}>
          <td colSpan={4}>
            <Icon name="clock" /> {earned(expert)}
          </td>
        </tr>
      )}
    </>
  );
}
