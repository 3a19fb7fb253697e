import { audit, type Extra, type Stored, type Verdict } from './audit.ts';
import { demandOf } from './demand.ts';
import { VOID_BET, VOID_PREDICTION } from './outcome.ts';
import { PREDICTION, cooldown, ledger, tick, wholeGame } from './small-ledger.ts';

const nothing: Extra = { seenBets: [], foreignJobs: [], killers: [] };
const killer = { gameId: 'a', tick: 3, price: 0.5, at: 3000 };

/** Verdicts after the database of a whole game was changed. */
function verdicts(change: (stored: Stored) => void, extra: Partial<Extra> = {}): [Verdict, string][] {
  const { log, demand, stored } = wholeGame();
  change(stored);
  const { findings } = audit(demand, log.games, stored, { ...nothing, ...extra });
  return findings.map(({ verdict, what }) => [verdict, what]);
}

it('finds nothing wrong where everything is there once and right', () => {
  const { log, demand, stored } = wholeGame();
  const { demanded, findings } = audit(demand, log.games, stored, nothing);
  expect(findings).toEqual([]);
  expect(demanded).toHaveLength(1 + 5 + 5);
});

// prettier-ignore
it.each<[string, (stored: Stored) => void, Verdict, string]>([
  ['a lost game', ({ games }) => void games.pop(), 'lost', 'game'],
  ['a lost prediction', ({ predictions }) => void predictions.splice(2, 1), 'lost', 'prediction'],
  ['a lost sample', ({ samples }) => void samples.pop(), 'lost', 'tick sample'],
  ['a doubled game', ({ games }) => void games.push({ ...games[0]! }), 'duplicated', 'game'],
  ['a doubled prediction', ({ predictions }) => void predictions.push({ ...predictions[0]! }), 'duplicated', 'prediction'],
  ['a doubled sample', ({ samples }) => void samples.push({ ...samples[0]! }), 'duplicated', 'tick sample'],
  ['a doubled bet', ({ bets }) => void bets.push({ ...bets[0]! }), 'duplicated', 'side bet'],
  ['a wrong end', ({ games }) => void (games[0]!.end_tick = 6), 'wrong', 'game'],
  ['a wrong peak', ({ games }) => void (games[0]!.peak_price = 1.2), 'wrong', 'game'],
  ['a game without end', ({ games }) => void (games[0]!.status = 'running'), 'wrong', 'game'],
  ['a game that the feed never showed', ({ games }) => void games.push({ game_id: 'x' }), 'wrong', 'game'],
  ['a prediction scored by another end', ({ predictions }) => void (predictions[1]!.actual_end_tick = 4), 'wrong', 'prediction'],
  ['a wrong interval hit', ({ predictions }) => void (predictions[1]!.in_interval = false), 'wrong', 'prediction'],
  ['a prediction at a tick that was never sent', ({ predictions }) => void (predictions[4]!.predicted_at_tick = 9), 'wrong', 'prediction'],
  ['an open prediction', ({ predictions }) => void (predictions[1]!.resolved = false), 'open', 'prediction'],
  ['a void prediction of an ended game', ({ predictions }) => void Object.assign(predictions[1]!, VOID_PREDICTION), 'wrong', 'prediction'],
  ['a wrong price', ({ samples }) => void (samples[2]!.price = 7), 'wrong', 'tick sample'],
  ['a wrong outcome of a bet', ({ bets }) => void (bets[0]!.actual_outcome = 'LOST'), 'wrong', 'side bet'],
  ['an open bet', ({ bets }) => void (bets[0]!.resolved = false), 'open', 'side bet'],
  ['a bet within the window of another', ({ bets }) => void bets.push({ ...bets[0]!, placed_at_tick: 3, window_end_tick: 43 }), 'wrong', 'side bet'],
  ['an unexpected dead letter', ({ deadLetters }) => void deadLetters.push({ key: 'k', kind: 'prediction', record: '{}' }), 'wrong', 'dead letter'],
])('finds %s', (_, change, verdict, what) => {
  expect(verdicts(change)).toContainEqual([verdict, what]);
});

it('finds that a bet which somebody saw is not there', () => {
  const seenBets = [{ gameId: 'a', tick: 2, at: 2000 }];
  expect(verdicts(() => undefined, { seenBets })).toEqual([]);
  expect(verdicts(({ bets }) => void bets.pop(), { seenBets })).toEqual([['lost', 'side bet']]);
});

it('wants the record that kills its worker as a dead letter, and not as a sample', () => {
  const letter = { key: 'o-3', kind: 'tick_sample', record: '{"game_id":"a","tick":3,"price":0.5}' };
  const buried = (stored: Stored) => {
    stored.samples.splice(3, 1);
    stored.deadLetters.push(letter);
  };
  expect(verdicts(buried, { killers: [killer] })).toEqual([]);
  expect(verdicts((stored) => void stored.samples.splice(3, 1), { killers: [killer] })).toEqual([
    ['lost', 'dead letter of a killer'],
  ]);
  const twice = (stored: Stored) => {
    buried(stored);
    stored.deadLetters.push({ ...letter, key: 'o-4' });
  };
  expect(verdicts(twice, { killers: [killer] })).toEqual([['duplicated', 'dead letter of a killer']]);
});

it('wants each job that is no batch as a dead letter', () => {
  const foreignJobs = [{ id: 'chaos-1', at: 1 }];
  const letter = { key: 'job-chaos-1', kind: 'job', record: '{}' };
  expect(verdicts(({ deadLetters }) => void deadLetters.push(letter), { foreignJobs })).toEqual([]);
  expect(verdicts(() => undefined, { foreignJobs })).toEqual([['lost', 'dead letter of a job']]);
  const unseen = foreignJobs.map((job) => ({ ...job, mayBeLost: true }));
  expect(verdicts(() => undefined, { foreignJobs: unseen })).toEqual([]);
  expect(verdicts(({ deadLetters }) => void deadLetters.push(letter), { foreignJobs: unseen })).toEqual([]);
});

describe('of an abandoned game', () => {
  const sessions = [
    { from: 0, to: 2000 },
    { from: 9000, to: null },
  ];
  const updates = [tick('a', 0), tick('a', 1), cooldown('z', 9000, [], 1), cooldown('z', 9001, [], 1)];
  const demand = demandOf(ledger(updates, { sessions }), [{ from: 1900, to: 9000 }], []);
  const findings = (status: string, prediction: object, bet: object = VOID_BET) =>
    audit(
      demand,
      new Map(),
      {
        games: [{ game_id: 'a', status }],
        predictions: [0, 1].map((at) => ({
          game_id: 'a',
          ...PREDICTION,
          predicted_at_tick: at,
          ...prediction,
        })),
        samples: [0, 1].map((number) => ({ game_id: 'a', tick: number, price: 1 })),
        bets: [{ game_id: 'a', placed_at_tick: 0, ...bet }],
        deadLetters: [],
      },
      nothing,
    ).findings.map(({ verdict, what }) => `${verdict} ${what}`);

  it('the forecasts are void', () => {
    expect(findings('abandoned', VOID_PREDICTION)).toEqual([]);
  });

  it('finds that it still runs, and that its forecasts are open or scored', () => {
    expect(findings('running', VOID_PREDICTION)).toEqual(['wrong game']);
    expect(findings('abandoned', { ...VOID_PREDICTION, resolved: false })).toContain('open prediction');
    expect(findings('abandoned', { resolved: true, void: false, actual_end_tick: 7 })).toContain(
      'wrong prediction',
    );
    expect(findings('abandoned', VOID_PREDICTION, { ...VOID_BET, resolved: false })).toEqual([
      'open side bet',
    ]);
  });
});
