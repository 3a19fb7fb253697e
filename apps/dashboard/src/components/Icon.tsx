import type { ReactNode } from 'react';
import styles from './Icon.module.css';

export type IconName =
  | 'ok'
  | 'wait'
  | 'running'
  | 'clock'
  | 'warn'
  | 'bad'
  | 'unknown'
  | 'met'
  | 'unmet'
  | 'miss'
  | 'down'
  | 'play'
  | 'pause'
  | 'open';

const circle = <circle cx="8" cy="8" r="6.75" />;

const SHAPES: Readonly<Record<IconName, ReactNode>> = {
  ok: (
    <>
      {circle}
      <path d="m5 8.2 2.1 2.1L11 6.2" />
    </>
  ),
  wait: (
    <>
      {circle}
      <path d="M6.4 5.6v4.8M9.6 5.6v4.8" />
    </>
  ),
  running: (
    <>
      {circle}
      <circle cx="8" cy="8" r="2.6" fill="currentColor" stroke="none" />
    </>
  ),
  clock: (
    <>
      {circle}
      <path d="M8 4.4V8l2.3 1.6" />
    </>
  ),
  warn: <path d="M8 1.9 14.8 14H1.2zM8 6.2v3.6M8 11.7v.3" />,
  bad: <path d="M5.3 1.5h5.4l3.8 3.8v5.4l-3.8 3.8H5.3l-3.8-3.8V5.3zM6 6l4 4M10 6l-4 4" />,
  unknown: (
    <>
      <circle cx="8" cy="8" r="6.75" strokeDasharray="3 2.3" />
      <path d="M5.4 8h5.2" />
    </>
  ),
  met: <path d="m3 8.4 3.4 3.4L13 4.8" />,
  unmet: <path d="m3.8 3.8 8.4 8.4M12.2 3.8l-8.4 8.4" />,
  down: <path d="M8 2v8M4.5 7 8 10.5 11.5 7M2.5 13.5h11" />,
  play: <path d="M4.5 2.8v10.4L13 8z" fill="currentColor" />,
  pause: <path d="M5.5 3.5v9M10.5 3.5v9" />,
  open: <path d="m4 6 4 4 4-4" />,
  miss: <path d="m3.8 3.8 8.4 8.4M12.2 3.8l-8.4 8.4" />,
};

/** The shape of a state or of what a button does. The word beside it says the same, so it is hidden from those who listen. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      className={styles[name] ?? styles.icon}
      width={size}
      height={size}
      viewBox="0 0 16 16"
      aria-hidden="true"
    >
      {SHAPES[name]}
    </svg>
  );
}
