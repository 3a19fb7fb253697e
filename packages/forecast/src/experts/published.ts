import { PUBLISHED_HAZARD, WINDOW_TICKS } from '@ted/game';
import type { Expert, ExpertMemory } from '../expert.ts';

/** The published rule: every tick is the rug with probability 0.005, whatever came before. */
export class PublishedConstant implements Expert {
  readonly name = 'published';

  startGame(): void {}

  hazard(): number {
    return PUBLISHED_HAZARD;
  }

  survival(_tick: number, ticks: number): number {
    return (1 - PUBLISHED_HAZARD) ** ticks;
  }

  probabilityAbove(threshold: number): number {
    return 1 - (1 - PUBLISHED_HAZARD) ** WINDOW_TICKS > threshold ? 1 : 0;
  }

  endGame(): void {}

  /** It never learns. */
  get memory(): ExpertMemory {
    return {};
  }

  recall(): void {}
}
