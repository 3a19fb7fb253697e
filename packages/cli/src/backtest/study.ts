import { study, type StudyRun } from '@ted/backtest';
import { MODEL_VERSION } from '@ted/forecast';
import { Progress } from '../progress.ts';
import { simulation, type GamesOptions } from './games.ts';

/** Where a plant's weight must have been and gone, the names for the patterns. */
const EXPERT_OF: Record<string, string> = { P1: 'pattern1', P2: 'pattern2', P3: 'pattern3' };

/** Repeats a simulation and prints how often a pattern was found, and let go after it had ended. */
export function runStudy(options: GamesOptions & { runs: number; json?: boolean }): void {
  const settings = simulation(options, options.simulate!);
  const progress = new Progress();
  const runs: StudyRun[] = [];
  for (const run of study({ ...settings, runs: options.runs, model: MODEL_VERSION })) {
    runs.push(run);
    progress.show(`backtest: ${runs.length} of ${options.runs} runs`);
  }
  progress.clear();
  const planted = settings.plant && EXPERT_OF[settings.plant.pattern]!;
  const summary = summaryOf(runs, planted);
  console.log(sentences(summary, runs.length, planted));
  if (options.json) console.log(JSON.stringify({ runs: runs.length, ...summary }));
}

interface Summary {
  /** Of the planted pattern, shares of the runs and games. */
  found: number | null;
  found_after_median: number | null;
  let_go: number | null;
  let_go_after_median: number | null;
  let_go_after_most: number | null;
  /** Share of the runs in which a pattern that was not planted had more than half of the weight. */
  false_alarms: number;
}

function summaryOf(runs: readonly StudyRun[], planted: string | undefined): Summary {
  const valuesOf = (of: (run: StudyRun) => number | undefined) =>
    runs
      .map(of)
      .filter((value) => value !== undefined)
      .toSorted((a, b) => a - b);
  const found = valuesOf(({ first }) => (planted === undefined ? undefined : first.get(planted)));
  const letGo = valuesOf((run) => (planted === undefined ? undefined : run.letGo.get(planted)));
  const alarms = runs.filter(({ first }) =>
    [...first.keys()].some((name) => name.startsWith('pattern') && name !== planted),
  );
  return {
    found: planted === undefined ? null : found.length / runs.length,
    found_after_median: found[found.length >> 1] ?? null,
    let_go: letGo.length === 0 ? null : letGo.length / found.length,
    let_go_after_median: letGo[letGo.length >> 1] ?? null,
    let_go_after_most: letGo.at(-1) ?? null,
    false_alarms: alarms.length / runs.length,
  };
}

function sentences(summary: Summary, runs: number, planted: string | undefined): string {
  const percent = (share: number) => `${(100 * share).toFixed(1)}%`;
  const lines = [];
  if (planted !== undefined && summary.found !== null)
    lines.push(
      `${planted} had more than half of the weight at some game in ${percent(summary.found)} of ${runs} runs` +
        (summary.found_after_median === null ? '' : ` (median: game ${summary.found_after_median})`),
    );
  if (summary.let_go !== null)
    lines.push(
      `and less again after its end in ${percent(summary.let_go)} of them ` +
        `(median: ${summary.let_go_after_median} games later, at most ${summary.let_go_after_most})`,
    );
  lines.push(`a pattern that was not planted had it in ${percent(summary.false_alarms)} of ${runs} runs`);
  return lines.join('\n');
}
