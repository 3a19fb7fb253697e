import type { Finding } from '../findings.ts';
import type { Facts } from './facts.ts';

/** Judges the facts by one of the guide's criteria. Pure. */
export type Criterion = (facts: Facts) => Finding;
