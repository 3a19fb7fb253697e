import { createHash } from 'node:crypto';

/** One of several equal parts of a list. */
export interface Share {
  /** From 0. */
  index: number;
  of: number;
}

/** Reads `2/8`: the third of eight. */
export function parseShare(text: string): Share {
  const [index, of] = text.split('/').map(Number);
  return { index: index!, of: of! };
}

/**
 * Whether a feed belongs to this share of a list, by rendezvous hashing (Thaler and Ravishankar, 1998): every share draws a number
 * for the feed's name, and the highest wins. Each feed has exactly one winner, whoever asks and in whatever order the list
 * stands; of n feeds, about n / (of + 1) move when one more share is added, all of them to it.
 */
export function isInShare(feed: string, { index, of }: Share): boolean {
  const own = draw(feed, index);
  for (let other = 0; other < of; other++) {
    if (other === index) continue;
    const theirs = draw(feed, other);
    // Of equal draws (a chance of 2⁻⁴⁸) the first one counts.
    if (theirs > own || (theirs === own && other < index)) return false;
  }
  return true;
}

const draw = (feed: string, index: number): number =>
  createHash('sha256').update(`${index}/${feed}`).digest().readUIntBE(0, 6);
