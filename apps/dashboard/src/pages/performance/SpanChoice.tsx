import { useState } from 'react';
import { useSearchParams } from 'wouter';
import { Button } from '../../components/Button.tsx';
import { Choice, Choices } from '../../components/Choice.tsx';
import { dayOf, hourAndMinute } from '../../format/times.ts';
import { readSpan, type Chosen } from './span.ts';
import styles from './SpanChoice.module.css';

const LASTS = [
  ['24h', '24 h', '24 hours back'],
  ['7d', '7 d', '7 days back'],
  ['30d', '30 d', '30 days back'],
] as const;

/** The time that the page is about. */
export function SpanChoice({ chosen, to }: { chosen: Chosen; to: string | null }) {
  const [, setParams] = useSearchParams();
  const [isOpen, setIsOpen] = useState(chosen.is === 'custom');
  const back = LASTS.find(([is]) => is === chosen.is)?.[2];
  return (
    <>
      {to !== null && back && (
        <span>
          {dayOf(to)} {hourAndMinute(to)}, {back}
        </span>
      )}
      <Choices label="Time">
        {LASTS.map(([is, word]) => (
          <Choice
            key={is}
            isChosen={chosen.is === is}
            onClick={() => {
              setIsOpen(false);
              setParams(is === '24h' ? {} : { last: is });
            }}
          >
            {word}
          </Choice>
        ))}
        <Choice isChosen={chosen.is === 'custom'} onClick={() => setIsOpen(!isOpen)}>
          Custom…
        </Choice>
      </Choices>
      {isOpen && <CustomDays chosen={chosen} onChoose={(from, to) => setParams({ from, to })} />}
    </>
  );
}

function CustomDays({ chosen, onChoose }: { chosen: Chosen; onChoose: (from: string, to: string) => void }) {
  const today = new Date().toISOString().slice(0, 10);
  const [from, setFrom] = useState(chosen.is === 'custom' ? chosen.from : today);
  const [to, setTo] = useState(chosen.is === 'custom' ? chosen.to : today);
  const isRange = readSpan(new URLSearchParams({ from, to })).is === 'custom';
  return (
    <form
      className={styles.days}
      onSubmit={(event) => {
        event.preventDefault();
        onChoose(from, to);
      }}
    >
      <input
        type="date"
        className={styles.day}
        aria-label="From"
        value={from}
        onChange={(e) => setFrom(e.target.value)}
      />
      <span>to</span>
      <input
        type="date"
        className={styles.day}
        aria-label="To"
        aria-invalid={!isRange}
        value={to}
        onChange={(e) => setTo(e.target.value)}
      />
      <Button type="submit" disabled={!isRange}>
        Show
      </Button>
      {!isRange && <span className={styles.problem}>The end lies before the beginning.</span>}
    </form>
  );
}
