import type { Inject } from '../chaos.ts';
import { eventually } from '../../../support/wait.ts';
import { isWorker, oneOf, processesOf, signal } from './processes.ts';

/** kill -9 of one of TED's processes, which `./ted` starts again. */
const killOne =
  (isWanted: (name: string) => boolean): Inject =>
  async (chaos) => {
    const { name, pid } = await oneOf(chaos, isWanted);
    const from = Date.now();
    const was = signal(pid, 'SIGKILL') ? '' : ' (had ended by itself)';
    await eventually(
      `${name} again`,
      () => processesOf(chaos, (other) => other === name),
      ([now]) => now !== undefined && now.pid !== pid,
      60_000,
    );
    return { from, to: from, note: `${name}${was}` };
  };

export const killWorker = killOne(isWorker);
export const killGateway = killOne((name) => name === 'api-gateway');

/** kill -9 of all workers at once: nobody is left to take over. */
export const killAllWorkers: Inject = async (chaos) => {
  const workers = processesOf(chaos, isWorker);
  const from = Date.now();
  const killed = workers.filter(({ pid }) => signal(pid, 'SIGKILL'));
  await eventually(
    'all workers again',
    () => processesOf(chaos, isWorker),
    (now) => now.length > 0 && now.every(({ pid }) => killed.every((worker) => worker.pid !== pid)),
    60_000,
  );
  return { from, to: from, note: `${killed.length} of them` };
};
