import type { Result } from '@ted/backtest';
import { table } from '../table.ts';

/** All scores as a table, for people. */
export function resultTable(results: readonly Result[], about: string, seconds: number): string {
  const { games, ticks, baseline } = results[0]!.scores;
  const head = ['', 'Brier', 'log loss', 'above the baseline', 'weight', 'evidence'];
  const rows = results.flatMap(({ model, scores, experts }) => [
    row(model, scores.mixture, baseline.logLoss!),
    ...experts.map(({ name, weight, evidence }) => [
      ...row(`  ${name}`, scores.experts[name]!, baseline.logLoss!),
      `${(100 * weight).toFixed(1)}%`,
      evidence.toFixed(1),
    ]),
  ]);
  const rate = Math.round(ticks / seconds / 1000);
  return [
    `${count(games)} complete games, ${count(ticks)} ticks of ${about}, in ${seconds.toFixed(1)} s (${count(rate)} thousand ticks/s)`,
    '',
    table([head, row('baseline: 0.1817 at every tick', baseline, baseline.logLoss!), ...rows]),
    '',
    ...results.map(sentence),
  ].join('\n');
}

function row(
  name: string,
  loss: { brier: number | null; logLoss: number | null },
  baseline: number,
): string[] {
  return [
    name,
    loss.brier!.toFixed(5),
    loss.logLoss!.toFixed(5),
    `${loss.logLoss! - baseline >= 0 ? '+' : '−'}${Math.abs(loss.logLoss! - baseline).toFixed(5)}`,
  ];
}

function sentence({ model, scores, bets, majorities }: Result): string {
  const { ece, coverage85, crps } = scores.mixture;
  const lines = [
    `${model}: calibration error ${ece!.toFixed(4)}, 85% intervals held ${(100 * coverage85!).toFixed(1)}%, CRPS ${crps!.toFixed(1)} ticks`,
    bets.bets === 0
      ? '  no bet recommended'
      : `  ${count(bets.bets)} bets in ${count(bets.games)} games, ${count(bets.won)} won, gain ${bets.gain} stakes`,
    ...Object.entries(majorities).map(
      ([name, m]) =>
        `  ${name} had more than half of the weight after ${count(m!.games)} games, first after game ${m!.first}, last after game ${m!.last}`,
    ),
  ];
  return lines.join('\n');
}

const count = (n: number): string => n.toLocaleString('en');

/** The same for programs: one line. */
export function jsonLine({ model, scores, bets, experts, majorities }: Result): object {
  const { mixture, baseline } = scores;
  return {
    games: scores.games,
    ticks: scores.ticks,
    mixture: {
      model_version: model,
      brier: mixture.brier,
      log_loss: mixture.logLoss,
      ece: mixture.ece,
      coverage_85: mixture.coverage85,
      crps: mixture.crps,
      bets: bets.bets,
      games_with_bets: bets.games,
      bets_won: bets.won,
      gain: bets.gain,
    },
    baseline: { brier: baseline.brier, log_loss: baseline.logLoss },
    experts: Object.fromEntries(
      experts.map(({ name, weight, prior, evidence }) => [
        name,
        {
          brier: scores.experts[name]!.brier,
          log_loss: scores.experts[name]!.logLoss,
          weight,
          prior,
          evidence,
          majority: majorities[name] ?? null,
        },
      ]),
    ),
  };
}
