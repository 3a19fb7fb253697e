import { Link } from 'wouter';
import { useState } from 'react';
import type { FairnessException, FairnessReport } from '../../api/fairness.ts';
import { Icon } from '../../components/Icon.tsx';
import { Panel } from '../../components/Panel.tsx';
import { Time } from '../../components/Time.tsx';
import { count, UNKNOWN } from '../../format/numbers.ts';
import { exceptionWords, waitingWords } from '../../say/exception.ts';
import styles from './Exceptions.module.css';

const FEW = 5;

/** The games that are not verified, each with why; mismatches first. */
export function Exceptions({ report: { games, exceptions } }: { report: FairnessReport }) {
  const [isAll, setIsAll] = useState(false);
  const total = games.mismatch + games.unverifiable + games.waiting;
  const shown = isAll ? exceptions : exceptions.slice(0, FEW);
  return (
    <Panel
      title={`Not verified: ${count(total)}`}
      aside={
        exceptions.length > FEW && (
          <button type="button" className={styles.all} onClick={() => setIsAll(!isAll)}>
            {isAll
              ? 'Show fewer'
              : `Show ${exceptions.length < total ? `the newest ${exceptions.length}` : `all ${total}`}`}
          </button>
        )
      }
    >
      {shown.length > 0 && (
        <table className={styles.table}>
          <thead>
            <tr>
              <th scope="col">Ended</th>
              <th scope="col">Game</th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((exception) => (
              <Row key={exception.game_id} exception={exception} />
            ))}
          </tbody>
        </table>
      )}
      {(shown.length === 0 || games.waiting > 0) && (
        <p className={styles.none}>{waitingWords(games.waiting)}</p>
      )}
    </Panel>
  );
}

function Row({ exception }: { exception: FairnessException }) {
  const { icon, text } = exceptionWords(exception);
  const { game_id: gameId, ended_at: endedAt } = exception;
  return (
    <tr>
      <td>{endedAt === null ? UNKNOWN : <Time at={endedAt} withDay isAlone />}</td>
      <td>
        <Link href={`/history/${gameId}`}>
          <code>…{gameId.slice(-7)}</code>
        </Link>
      </td>
      <td className={exception.verdict === 'mismatch' ? styles.bad : undefined}>
        <span className={styles.why}>
          <Icon name={icon} />
          {text}
        </span>
      </td>
    </tr>
  );
}
