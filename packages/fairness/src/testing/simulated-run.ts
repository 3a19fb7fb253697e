import { alea } from 'seedrandom';
import { nextPrice } from '../algorithm.ts';
import { FairnessEvidence } from '../e-process/evidence.ts';
import { rugPrice } from '../rug-price.ts';
import { gameVersions } from '../versions.ts';

const { max } = Math;

/** What a simulated operator may look at when he decides whether the next tick is the rug. */
export interface Situation {
  tick: number;
  peakPrice: number;
  previousFinalPrice: number;
  /** Number of the game, from 0 on. */
  game: number;
}

/**
 * Plays games with the published prices and a hazard of one's choice to the e-process, until it rejects or the games are
 * over. The forecast that it is told is a plain learnt rate.
 */
export function simulatedRun(
  seed: string,
  games: number,
  hazard: (situation: Situation) => number,
): FairnessEvidence {
  const draw = alea(seed);
  const evidence = new FairnessEvidence();
  let [previousFinalPrice, rugs, ticks] = [0, 1, 200];
  for (let game = 0; game < games && evidence.summary.rejected_at_game === null; game++) {
    evidence.startGame(0);
    let [tick, price, peakPrice] = [0, 1, 1];
    for (; ; tick++) {
      evidence.tick(tick, price, rugs / ticks);
      if (draw() < hazard({ tick, peakPrice, previousFinalPrice, game })) break;
      price = nextPrice(price, draw, gameVersions.v3);
      peakPrice = max(peakPrice, price);
    }
    rugs++;
    ticks += tick + 1;
    previousFinalPrice = rugPrice(draw());
    evidence.endGame({ tick: tick + 1, price: previousFinalPrice, shownAt: tick + 1 });
  }
  return evidence;
}
