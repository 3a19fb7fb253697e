import type { IconName } from '../components/Icon.tsx';

/** One of the four answers at the top of the page. */
export interface Answer {
  question: string;
  icon: IconName;
  says: string;
  /** The same where there is little room. */
  short?: { says: string; reason: string };
  /** Bold, before the reason. */
  lead?: string;
  reason: string;
  /** Where the reason is shown in full: a page, or a place on this one. */
  href: string;
}
