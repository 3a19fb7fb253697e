import { Button } from '../../components/Button.tsx';
import { Choice } from '../../components/Choice.tsx';
import { Field } from '../../components/Field.tsx';
import { Panel } from '../../components/Panel.tsx';
import { count, percent } from '../../format/numbers.ts';
import { duration } from '../../format/times.ts';
import { FAIR_CHANCE, TICK_MS, WINDOW_TICKS } from '../../game.ts';
import type { Problems, Typed } from './figures.ts';
import { RUNS } from './simulation.ts';
import type { SimulationState } from './use-simulation.ts';
import styles from './BankrollForm.module.css';

interface BankrollFormProps {
  typed: Typed;
  problems: Problems;
  /** p_rug_40 of the running game; null while TED gives none. */
  tedsChance: number | null;
  simulation: SimulationState;
  onChange: (typed: Typed) => void;
  /** Null while the figures are not usable. */
  onSimulate: (() => void) | null;
  onStop: () => void;
}

export function BankrollForm(props: BankrollFormProps) {
  const { typed, problems, tedsChance, simulation, onChange, onSimulate, onStop } = props;
  const field = (name: keyof Typed) => ({
    value: typed[name],
    problem: problems[name],
    onChange: (value: string) => onChange({ ...typed, [name]: value }),
  });
  const setChance = (chance: number) => onChange({ ...typed, chance: percent(chance) });
  return (
    <Panel title="Your figures">
      <form
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          onSimulate?.();
        }}
      >
        <Field
          label="Stake per bet"
          note="Same unit as the bankroll"
          inputMode="decimal"
          {...field('stake')}
        />
        <Field label="Bankroll" inputMode="decimal" {...field('bankroll')} />
        <div>
          <Field label="Chance that a bet wins, p" inputMode="decimal" {...field('chance')} />
          <div className={styles.choices}>
            {tedsChance !== null && (
              <Choice isChosen={typed.chance === percent(tedsChance)} onClick={() => setChance(tedsChance)}>
                TED now {percent(tedsChance)}
              </Choice>
            )}
            <Choice isChosen={typed.chance === percent(FAIR_CHANCE)} onClick={() => setChance(FAIR_CHANCE)}>
              Fair game {percent(FAIR_CHANCE)}
            </Choice>
          </div>
        </div>
        <Field
          label="Number of bets"
          note={`One window takes about ${(TICK_MS * WINDOW_TICKS) / 1000} s`}
          inputMode="numeric"
          {...field('bets')}
        />
        <Field
          label="Gross payout"
          note="Fixed by the game at 5 for 1"
          inputMode="decimal"
          {...field('payout')}
        />
        <div className={styles.buttons}>
          <Button type="submit" disabled={onSimulate === null || simulation.isRunning}>
            Simulate
          </Button>
          <Button disabled={!simulation.isRunning} onClick={onStop}>
            Stop
          </Button>
        </div>
        <Progress {...simulation} />
      </form>
    </Panel>
  );
}

function Progress({ result, isRunning, startedAt }: SimulationState) {
  const runs = result?.runs ?? 0;
  const left = runs === 0 ? null : ((performance.now() - startedAt) * (RUNS - runs)) / runs;
  const words = isRunning
    ? `${count(runs)} of ${count(RUNS)} runs${left === null ? '' : `, about ${duration(left)} left`}. The page stays usable; figures settle as runs finish.`
    : runs >= RUNS
      ? `${count(RUNS)} runs done.`
      : `Stopped after ${count(runs)} runs.`;
  return (
    <div>
      <progress className={styles.progress} max={RUNS} value={runs} aria-label="Runs done" />
      <p className={styles.words}>{words}</p>
    </div>
  );
}
