import type { ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { isAt } from './pages.ts';
import { ThemeChoice } from './ThemeChoice.tsx';
import styles from './TabBar.module.css';

const TABS: readonly { path: string; name: string; shape: ReactNode }[] = [
  { path: '/', name: 'Live', shape: <path d="m1.5 11 4-4 3 3 6-6" /> },
  { path: '/history', name: 'History', shape: <path d="M2 3.5h12M2 8h12M2 12.5h8" /> },
  { path: '/performance', name: 'Performance', shape: <path d="M3 14V8M8 14V2M13 14V5" /> },
  {
    path: '/fairness',
    name: 'Fairness',
    shape: <path d="M8 2v12M4 14h8M2.5 4.5h11M3.5 4.5 1.5 9h4zM12.5 4.5l-2 4.5h4z" />,
  },
];
const MORE = [
  { path: '/system', name: 'System' },
  { path: '/bankroll', name: 'Bankroll' },
];

/** The pages at the bottom of a narrow screen. */
export function TabBar() {
  const [address] = useLocation();
  const current = (path: string) => (isAt(path, address) ? 'page' : undefined);
  return (
    <nav className={styles.bar} aria-label="Pages, short">
      {TABS.map(({ path, name, shape }) => (
        <Link key={path} href={path} className={styles.tab} aria-current={current(path)}>
          <Shape>{shape}</Shape>
          {name}
        </Link>
      ))}
      <button
        type="button"
        className={styles.tab}
        popoverTarget="more-pages"
        data-is-current={MORE.some(({ path }) => isAt(path, address)) || undefined}
      >
        <Shape>
          <path d="M2.5 8h.01M8 8h.01M13.5 8h.01" strokeWidth="2.5" />
        </Shape>
        More
      </button>
      <div id="more-pages" popover="auto" className={styles.more}>
        {MORE.map(({ path, name }) => (
          <Link
            key={path}
            href={path}
            className={styles.other}
            aria-current={current(path)}
            onClick={() => document.getElementById('more-pages')?.hidePopover()}
          >
            {name}
          </Link>
        ))}
        <ThemeChoice isWide />
      </div>
    </nav>
  );
}

function Shape({ children }: { children: ReactNode }) {
  return (
    <svg className={styles.shape} width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      {children}
    </svg>
  );
}
