import type { IconName } from '../components/Icon.tsx';
import type { StoredVerdict } from '../api/stored-game.ts';

export interface VerdictWords {
  icon: IconName;
  tone: 'plain' | 'bad' | 'unknown';
  text: string;
}

/** Was it fair? In the games' table: "Verified", "Mismatch at tick 118", "Unverifiable: joined late", "Waiting for the seed". */
export function verdictWords(game: {
  verdict: StoredVerdict;
  first_difference_tick: number | null;
  start_tick: number | null;
  missed_ticks: number | null;
}): VerdictWords {
  switch (game.verdict) {
    case 'verified':
      return { icon: 'ok', tone: 'plain', text: 'Verified' };
    case 'mismatch': {
      const at = game.first_difference_tick === null ? '' : ` at tick ${game.first_difference_tick}`;
      return { icon: 'bad', tone: 'bad', text: `Mismatch${at}` };
    }
    case 'unverifiable': {
      const why = (game.start_tick ?? 0) > 0 ? ': joined late' : '';
      return { icon: 'unknown', tone: 'unknown', text: `Unverifiable${why}` };
    }
    case 'waiting':
      return { icon: 'clock', tone: 'unknown', text: 'Waiting for the seed' };
  }
}
