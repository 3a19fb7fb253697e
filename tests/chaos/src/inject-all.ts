import { NotPossible, type Chaos, type Injected } from './chaos.ts';
import { FAULTS } from './faults/index.ts';
import { faultsBeginWithinMs, type FaultKind, type Part, type PlannedFault } from './schedule.ts';
import { pause } from './wait.ts';

export interface InjectedFault extends Injected {
  kind: FaultKind;
}

export interface Injections {
  faults: InjectedFault[];
  /** Kinds that this machine does not permit, with the reason. */
  notPossible: Map<FaultKind, string>;
}

/** Injects the faults of all parts side by side, those of one part in their order. */
export async function injectAll(
  chaos: Chaos,
  plan: Record<Part, PlannedFault[]>,
  say: (line: string) => void,
): Promise<Injections> {
  const injections: Injections = { faults: [], notPossible: new Map() };
  const until = Date.now() + faultsBeginWithinMs(chaos.form, chaos.topology);
  const all = Promise.all(
    Object.values(plan).map(async (faults) => {
      for (const fault of faults) {
        await pause(chaos, fault.afterMs);
        // Every part does what it can in the time; the short form does all of its list.
        if (chaos.form === 'long' && Date.now() > until) return;
        await injectOne(chaos, fault, injections, say);
      }
    }),
  );
  // A run that is being ended waits for nothing that may never come.
  await Promise.race([all, aborted(chaos.signal)]);
  return injections;
}

async function injectOne(
  chaos: Chaos,
  { kind, durationMs }: PlannedFault,
  { faults, notPossible }: Injections,
  say: (line: string) => void,
): Promise<void> {
  try {
    const injected = await FAULTS[kind](chaos, durationMs);
    faults.push({ kind, ...injected });
    say(`${kind}${injected.note ? ` (${injected.note})` : ''}, ${seconds(injected.to - injected.from)}`);
  } catch (error) {
    if (error instanceof NotPossible) {
      notPossible.set(kind, error.message);
      say(`${kind} left out: ${error.message}`);
    } else if (!chaos.signal.aborted) {
      // The run goes on: the other faults may still show what is wrong. A kind that never happened fails it.
      say(`${kind} could not be injected: ${(error as Error).message}`);
    } else throw error;
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const end = (): void => reject(signal.reason as Error);
    if (signal.aborted) end();
    signal.addEventListener('abort', end);
  });
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
