import { Link, useLocation } from 'wouter';
import { isAt, pages } from './pages.ts';
import styles from './PageLinks.module.css';

/** The six pages, in the header. */
export function PageLinks() {
  const [address] = useLocation();
  return (
    <nav className={styles.links} aria-label="Pages">
      {pages.map(
        ({ path, name }) =>
          name !== null && (
            <Link
              key={path}
              href={path}
              className={styles.link}
              aria-current={isAt(path, address) ? 'page' : undefined}
            >
              {name}
            </Link>
          ),
      )}
    </nav>
  );
}
