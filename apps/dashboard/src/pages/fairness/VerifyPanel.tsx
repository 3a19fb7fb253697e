import { useMemo, useState } from 'react';
import { useGame, type GameDetail } from '../../api/game.ts';
import { useGames } from '../../api/history.ts';
import { Button } from '../../components/Button.tsx';
import { Field } from '../../components/Field.tsx';
import { Icon } from '../../components/Icon.tsx';
import { Panel } from '../../components/Panel.tsx';
import { SelectField } from '../../components/SelectField.tsx';
import { checkWords } from '../../say/check.ts';
import { checkGame, type Check } from './check-game.ts';
import styles from './VerifyPanel.module.css';

const ALGORITHMS = [
  ['v3', 'v3, rug chance 0.005'],
  ['v1', 'v1, rug chance 0.005'],
] as const;

interface Typed {
  gameId: string;
  seed: string;
  hash: string;
  version: string;
}

/** Any game, checked in the reader's own browser. What TED has stored of it is filled in. */
export function VerifyPanel() {
  const first = useFirst();
  const [typed, setTyped] = useState<Partial<Typed>>({});
  const [check, setCheck] = useState<Check | null>(null);
  const gameId = (typed.gameId ?? first).trim();
  const { data: stored, error, isFetching } = useGame(gameId);

  const values = valuesOf(typed, first, stored);
  const isUntouched = Object.keys(typed).length === 0;
  const change = (over: Partial<Typed>) => {
    setTyped({ ...typed, ...over });
    setCheck(null);
  };
  // Another game is another seed: what was pasted for the one before does not belong to it.
  const changeGame = (id: string) => {
    setTyped({ gameId: id });
    setCheck(null);
  };
  // What nobody has changed yet is checked without being asked.
  const shown = useMemo(
    () =>
      check ?? (isUntouched && stored?.server_seed ? checkGame(valuesOf({}, first, stored), stored) : null),
    [check, isUntouched, first, stored],
  );
  return (
    <Panel title="Verify a game yourself">
      <p className={styles.note}>
        Give a game id; what TED has stored is filled in. Or paste any seed: the check runs here, nothing is
        sent.
      </p>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          setCheck(checkGame(values, stored ?? null));
        }}
      >
        <Field
          label="Game id"
          isCode
          value={values.gameId}
          onChange={changeGame}
          {...(isFetching
            ? { note: 'Looking for it…' }
            : error && gameId !== ''
              ? { note: 'TED has not stored this game; seed and hash can be pasted.' }
              : {})}
        />
        <Field label="Server seed" isCode value={values.seed} onChange={(seed) => change({ seed })} />
        <Field label="Published hash" isCode value={values.hash} onChange={(hash) => change({ hash })} />
        <div className={styles.last}>
          <SelectField
            label="Algorithm"
            value={values.version}
            options={ALGORITHMS}
            onChange={(version) => change({ version })}
          />
          <Button type="submit" isPrimary disabled={gameId === ''}>
            Verify
          </Button>
        </div>
      </form>
      <div aria-live="polite">{shown && <Outcome check={shown} />}</div>
    </Panel>
  );
}

/** The game of the address, or the newest verified one of the moment when the page was opened. */
function useFirst(): string {
  const [first, setFirst] = useState(() => new URLSearchParams(location.search).get('game'));
  const { data } = useGames({ verdict: 'verified', limit: 1 });
  const newest = data?.games[0]?.game_id;
  if (first === null && newest !== undefined) setFirst(newest);
  return first ?? '';
}

/** What was typed, else what TED has stored. */
const valuesOf = (typed: Partial<Typed>, first: string, stored: GameDetail | undefined): Typed => ({
  gameId: typed.gameId ?? first,
  seed: typed.seed ?? stored?.server_seed ?? '',
  hash: typed.hash ?? stored?.server_seed_hash ?? '',
  version: typed.version ?? stored?.version ?? 'v3',
});

function Outcome({ check }: { check: Check }) {
  const { icon, tone, title, lines } = checkWords(check);
  return (
    <div className={styles.outcome}>
      <p className={`${styles.title} ${styles[tone]}`}>
        <Icon name={icon} />
        {title}
      </p>
      <ul>
        {lines.map(({ name, isEqual, value }) => (
          <li key={name} className={styles.line}>
            <Icon name={isEqual === null ? 'unknown' : isEqual ? 'met' : 'bad'} />
            <span className={styles.name}>{name}</span>
            <span className={styles.value}>{value}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
