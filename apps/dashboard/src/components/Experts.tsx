import { percent } from '../format/numbers.ts';
import type { Expert } from '../live/messages.ts';
import { expertName } from '../say/experts.ts';
import { Panel } from './Panel.tsx';
import { Skeleton } from './Skeleton.tsx';
import styles from './Experts.module.css';

/** The experts of the mixture, the heaviest first, beside the weight that each began with. */
export function Experts({ experts, isLoading }: { experts: readonly Expert[]; isLoading: boolean }) {
  const sorted = [...experts].sort((a, b) => b.weight - a.weight);
  return (
    <Panel area="experts" title="Whose forecast counts" aside="mark = weight at the start">
      {isLoading ? (
        <Skeleton lines={['100%', '100%']} />
      ) : (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Expert</th>
              <th scope="col" colSpan={2}>
                weight earned
              </th>
            </tr>
          </thead>
          <tbody>
            {sorted.map((expert) => (
              <Row key={expert.name} expert={expert} />
            ))}
          </tbody>
        </table>
      )}
      <p className={styles.note}>
        Each tick multiplies an expert’s weight by the chance that it gave to what happened. The forecast is
        their weighted mean, so an idea counts as much as it has earned, and no more.
      </p>
    </Panel>
  );
}

function Row({ expert: { name, weight, prior } }: { expert: Expert }) {
  return (
    <tr>
      <th scope="row" title={name}>
        {expertName(name)}
      </th>
      <td className={styles.barCell}>
        <div className={styles.bar} aria-hidden="true">
          <div className={styles.weight} style={{ width: `${100 * weight}%` }} />
          <div className={styles.prior} style={{ left: `${100 * prior}%` }} />
        </div>
      </td>
      <td className={styles.number}>
        {percent(weight)}
        <span className="visually-hidden">, at the start {percent(prior)}</span>
      </td>
    </tr>
  );
}
