import type { Figures } from './figures.ts';
import { sfc32 } from './random.ts';
import { Simulation, type SimulationResult } from './simulation.ts';

/** Bets between two looks at the clock. */
const BETS_AT_ONCE = 200_000;
const TELL_EVERY_MS = 150;

/** The page's thread stays free: this one plays the runs and tells from time to time how far it is. */
self.onmessage = ({ data }: MessageEvent<Figures>) => {
  const simulation = new Simulation(data, sfc32(crypto.getRandomValues(new Uint32Array(4))));
  const runsAtOnce = Math.max(1, Math.floor(BETS_AT_ONCE / data.bets));
  let toldAt = performance.now();
  while (!simulation.isDone) {
    simulation.advance(runsAtOnce);
    if (performance.now() - toldAt < TELL_EVERY_MS) continue;
    toldAt = performance.now();
    tell(simulation.result());
  }
  tell(simulation.result());
};

const tell = (result: SimulationResult): void => self.postMessage(result);
