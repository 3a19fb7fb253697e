import { useState } from 'react';
import { useGame } from '../../api/game.ts';
import { Button } from '../../components/Button.tsx';
import { Field } from '../../components/Field.tsx';
import { Icon } from '../../components/Icon.tsx';
import { Panel } from '../../components/Panel.tsx';
import { SelectField } from '../../components/SelectField.tsx';
import { useLivePart } from '../../live/client.ts';
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
  const newest = useLivePart((state) => state.judged.at(-1)?.game_id ?? '');
  const asked = new URLSearchParams(location.search).get('game');
  const [typed, setTyped] = useState<Partial<Typed>>({});
  const [check, setCheck] = useState<Check | null>(null);
  // The newest game of the moment when the page was opened.
  const [first] = useState(asked ?? newest);
  const gameId = (typed.gameId ?? first).trim();
  const { data: stored, error, isFetching } = useGame(gameId);

  const values: Typed = {
    gameId: typed.gameId ?? first,
    seed: typed.seed ?? stored?.server_seed ?? '',
    hash: typed.hash ?? stored?.server_seed_hash ?? '',
    version: typed.version ?? stored?.version ?? 'v3',
  };
  const change = (over: Partial<Typed>) => {
    setTyped({ ...typed, ...over });
    setCheck(null);
  };
  // Another game is another seed: what was pasted for the one before does not belong to it.
  const changeGame = (id: string) => {
    setTyped({ gameId: id });
    setCheck(null);
  };
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
      <div aria-live="polite">{check && <Outcome check={check} />}</div>
    </Panel>
  );
}

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
