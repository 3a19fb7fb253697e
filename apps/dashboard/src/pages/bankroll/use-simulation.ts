import { useCallback, useEffect, useRef, useState } from 'react';
import type { Figures } from './figures.ts';
import { RUNS, type SimulationResult } from './simulation.ts';

export interface SimulationState {
  result: SimulationResult | null;
  /** The figures that the result is for. */
  figures: Figures | null;
  isRunning: boolean;
  startedAt: number;
}

const NOT_YET: SimulationState = { result: null, figures: null, isRunning: false, startedAt: 0 };

/** Runs of a bankroll in a thread of their own. A new start ends the one before; `stop` keeps what is there. */
export function useSimulation() {
  const worker = useRef<Worker>(null);
  const [state, setState] = useState(NOT_YET);

  const stop = useCallback(() => {
    worker.current?.terminate();
    worker.current = null;
    setState((before) => ({ ...before, isRunning: false }));
  }, []);

  const start = useCallback((figures: Figures) => {
    worker.current?.terminate();
    const made = new Worker(new URL('./simulation.worker.ts', import.meta.url), { type: 'module' });
    worker.current = made;
    setState((before) => ({ ...before, isRunning: true, startedAt: performance.now() }));
    made.onmessage = ({ data }: MessageEvent<SimulationResult>) => {
      const isRunning = data.runs < RUNS;
      if (!isRunning) made.terminate();
      setState((before) => ({ ...before, result: data, figures, isRunning }));
    };
    made.postMessage(figures);
  }, []);

  useEffect(() => () => worker.current?.terminate(), []);
  return { ...state, start, stop };
}
