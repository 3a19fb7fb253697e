import { ted } from '../support/ted.ts';
import type { Summary } from './src/report.ts';

/** The seed is a new one each time; a failure says it, and `./ted chaos --short --seed …` repeats the run. */
describe('the short chaos run', () => {
  it('loses, doubles and falsifies nothing, and leaves nothing open', async () => {
    const { code, stdout, stderr } = await ted(['chaos', '--short', '--json']);
    const last = stdout.trim().split('\n').at(-1)!;
    if (code !== 0) throw new Error(`./ted chaos ended with ${code}:\n${stdout}\n${stderr}`);
    const summary = JSON.parse(last) as Summary;
    expect(summary).toMatchObject({ lost: 0, duplicated: 0, wrong: 0, open_outcomes: 0, ok: true });
    expect(summary.found).toBe(summary.demanded);
    expect(summary.faults).toBeGreaterThanOrEqual(15);
  }, 240_000);
});
