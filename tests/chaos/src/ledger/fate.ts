/** What listeners were shown of a game. `maybe`: only while nothing that was sent counts. */
export interface GameFacts {
  /** When it was shown first. */
  at: number;
  /** A running tick of it. */
  seen: 'sure' | 'maybe' | 'no';
  /** Its end, live or in the feed's history. */
  end: 'sure' | 'maybe' | 'no';
}

/** What its document must be. */
export interface Fate {
  at: number;
  /** Exactly one document; otherwise there may be none. */
  must: boolean;
  /** `ended` with the true end; `abandoned`: nobody was told its end. */
  status: 'ended' | 'abandoned' | 'either';
}

export function fateOf({ at, seen, end }: GameFacts): Fate {
  const must = seen === 'sure' || end === 'sure';
  return { at, must, status: end === 'sure' ? 'ended' : end === 'maybe' ? 'either' : 'abandoned' };
}
