import type { Inject } from '../chaos.ts';
import { replaceFile } from '../replace-file.ts';
import { pause } from '../wait.ts';
import { oneOf } from './processes.ts';

const HOUR_MS = 3_600_000;

/** The clocks of the named processes jump by an hour, and back (see hook.mjs). */
const jump =
  (whose: (chaos: Parameters<Inject>[0]) => Promise<{ name: string; key: string }>): Inject =>
  async (chaos, durationMs) => {
    const { name, key } = await whose(chaos);
    const offset = chaos.random.oneOf([-HOUR_MS, HOUR_MS]);
    const from = Date.now();
    try {
      replaceFile(chaos.clockFile, JSON.stringify({ [key]: offset }));
      await pause(chaos, durationMs);
    } finally {
      replaceFile(chaos.clockFile, '{}');
    }
    return { from, to: Date.now(), note: `${name} ${offset > 0 ? '+' : '−'}1 h` };
  };

export const jumpAll = jump(() => Promise.resolve({ name: 'all', key: 'all' }));
export const jumpOne = jump(async (chaos) => {
  const { name, pid } = await oneOf(chaos, () => true);
  return { name, key: String(pid) };
});
