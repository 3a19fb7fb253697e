import { chooseTheme, useTheme, type Theme } from '../theme/theme.ts';
import styles from './ThemeChoice.module.css';

const NAMES: Readonly<Record<Theme, string>> = { light: 'Light', dark: 'Dark', system: 'System' };

/** Light, dark, or as the system. */
export function ThemeChoice({ isWide = false }: { isWide?: boolean }) {
  const { chosen } = useTheme();
  return (
    <label className={isWide ? `${styles.choice} ${styles.wide}` : styles.choice}>
      <svg className={styles.moon} width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
        <path d="M13.5 9.8A6 6 0 0 1 6.2 2.5a6 6 0 1 0 7.3 7.3z" />
      </svg>
      <select
        className={styles.select}
        aria-label="Theme"
        value={chosen}
        onChange={(event) => chooseTheme(event.target.value as Theme)}
      >
        {Object.entries(NAMES).map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
