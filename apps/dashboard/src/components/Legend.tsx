import type { Scene } from '../chart/scene.ts';
import styles from './Legend.module.css';

/** What the marks of the price chart mean. */
export function Legend({ scene: { is } }: { scene: Scene }) {
  if (is === 'empty') return null;
  return (
    <ul className={styles.legend}>
      <li className={styles.price}>
        {is === 'old' ? 'price until the data stopped, log scale' : 'price, log scale'}
      </li>
      {is === 'running' && (
        <>
          <li className={styles.band}>end, 10–90%</li>
          <li className={styles.median}>median end</li>
          <li className={styles.window}>side-bet window</li>
        </>
      )}
    </ul>
  );
}
