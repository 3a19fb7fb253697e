import type { TickFeatures } from '@ted/game';

/** The running game at the tick that was observed last. */
export interface Course {
  price: number;
  peak: number;
  features: TickFeatures;
}
