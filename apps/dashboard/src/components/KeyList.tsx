import styles from './KeyList.module.css';

export type KeyShape =
  | 'price'
  | 'price-old'
  | 'later'
  | 'range'
  | 'half'
  | 'median'
  | 'window'
  | 'dot'
  | 'ted-dot'
  | 'ted-hollow'
  | 'ted-line'
  | 'cross'
  | 'target'
  | 'chance'
  | 'empty';

/** What the marks of a chart mean. */
export function KeyList({ keys }: { keys: readonly (readonly [KeyShape, string])[] }) {
  return (
    <ul className={styles.keys}>
      {keys.map(([shape, word]) => (
        <li key={word} className={styles[shape]}>
          {word}
        </li>
      ))}
    </ul>
  );
}
