import { useEffect, useState } from 'react';
import { PageHeading } from '../../components/PageHeading.tsx';
import { exactPercent, percent } from '../../format/numbers.ts';
import { FAIR_CHANCE } from '../../game.ts';
import { useLive } from '../../live/client.ts';
import { freshnessOf } from '../../live/freshness.ts';
import { bankrollVerdict } from '../../say/bankroll.ts';
import { sideBet } from '../../say/side-bet.ts';
import { BankrollForm } from './BankrollForm.tsx';
import { Fan } from './Fan.tsx';
import { readFigures, type Typed } from './figures.ts';
import { Results } from './Results.tsx';
import { useSimulation } from './use-simulation.ts';
import styles from './BankrollPage.module.css';

/** A pause in typing before the runs begin anew. */
const SETTLED_MS = 350;

/** What a stake does to a bankroll in the long run: a calculator, TED places no bets. */
export function BankrollPage() {
  const live = useLive();
  const bet = sideBet(live, freshnessOf(live, Date.now()));
  const [typed, setTyped] = useState<Typed>(() => ({
    stake: '1.00',
    bankroll: '100.00',
    chance: percent(bet.chance ?? FAIR_CHANCE),
    bets: '500',
    payout: '5 for 1',
  }));
  const [last, setLast] = useState(() => {
    const read = readFigures(typed);
    return 'figures' in read ? read.figures : null;
  });
  const read = readFigures(typed);
  const problems = 'problems' in read ? read.problems : {};
  const figures = 'figures' in read ? read.figures : last;
  const { start, stop, ...simulation } = useSimulation();

  useEffect(() => {
    const now = readFigures(typed);
    if (!('figures' in now)) return;
    setLast(now.figures);
    const timer = setTimeout(() => start(now.figures), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [typed, start]);

  if (!figures) return null;
  const isTedsOwn = bet.chance !== null && percent(bet.chance) === percent(figures.chance);
  const verdict = bankrollVerdict(figures, isTedsOwn ? bet.isSure : null);
  const isBad = 'problems' in read;
  return (
    <>
      <PageHeading
        icon={verdict.icon}
        title={verdict.title}
        text={`A calculator, not advice on money you need. TED places no bets. Break-even is ${exactPercent(1 / figures.payout)}: below it no stake size and no sequence of stakes gains on average.`}
      />
      <div className={styles.grid}>
        <BankrollForm
          typed={typed}
          problems={problems}
          tedsChance={bet.chance}
          simulation={simulation}
          onChange={setTyped}
          onSimulate={isBad ? null : () => start(figures)}
          onStop={stop}
        />
        <div className={isBad ? `${styles.results} ${styles.grey}` : styles.results}>
          <Fan figures={simulation.figures ?? figures} fan={simulation.result?.fan ?? null} />
          <Results figures={figures} result={simulation.result} isRunning={simulation.isRunning} />
        </div>
      </div>
    </>
  );
}
