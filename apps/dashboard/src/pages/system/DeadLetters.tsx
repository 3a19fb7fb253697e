import { Dialog } from '@base-ui/react/dialog';
import { useState } from 'react';
import { fetchDeadLetters, settleDeadLetters, type DeadLetters as Letters } from '../../api/admin.ts';
import { ApiError } from '../../api/fetch-json.ts';
import { Button } from '../../components/Button.tsx';
import { count } from '../../format/numbers.ts';
import { adminFailure } from '../../say/admin.ts';
import { TokenField } from './TokenField.tsx';
import button from '../../components/Button.module.css';
import dialog from './Dialog.module.css';
import styles from './DeadLetters.module.css';

interface DeadLettersProps {
  waiting: number;
  token: string | null;
  onToken: (token: string | null) => void;
}

/** Records that could not be stored, for an admin to try again or to give up. */
export function DeadLetters({ waiting, token, onToken }: DeadLettersProps) {
  const [typed, setTyped] = useState(token ?? '');
  const [problem, setProblem] = useState<string | null>(null);
  const [letters, setLetters] = useState<Letters | null>(null);

  const attempt = async (work: () => Promise<unknown>) => {
    try {
      await work();
      setProblem(null);
      setLetters(await fetchDeadLetters(typed));
      onToken(typed);
    } catch (error) {
      setProblem(adminFailure(error instanceof ApiError ? error : new ApiError(0, String(error), null)));
    }
  };
  const settle = (what: 'retry' | 'discard') => void attempt(() => settleDeadLetters(typed, what));
  return (
    <p className={styles.line}>
      <span>
        Dead letters: <strong>{count(waiting)}</strong>
      </span>
      <Dialog.Root>
        <Dialog.Trigger className={styles.open}>Admin: look at them</Dialog.Trigger>
        <Dialog.Portal>
          <Dialog.Backdrop className={dialog.backdrop} />
          <Dialog.Popup className={dialog.popup}>
            <Dialog.Title className={dialog.title}>Dead letters</Dialog.Title>
            <Dialog.Description className={dialog.text}>
              Records that could not be stored, with what was wrong. Nothing is lost: they wait here.
            </Dialog.Description>
            <form
              onSubmit={(event) => {
                event.preventDefault();
                void attempt(() => Promise.resolve());
              }}
            >
              <TokenField value={typed} problem={problem} onChange={setTyped} />
              {letters && <List letters={letters} />}
              <div className={dialog.buttons}>
                <Dialog.Close className={button.button}>Close</Dialog.Close>
                {letters && letters.total > 0 ? (
                  <>
                    <Button onClick={() => settle('discard')}>Discard all</Button>
                    <Button isPrimary onClick={() => settle('retry')}>
                      Try all again
                    </Button>
                  </>
                ) : (
                  <Button type="submit" isPrimary disabled={typed === ''}>
                    Show
                  </Button>
                )}
              </div>
            </form>
          </Dialog.Popup>
        </Dialog.Portal>
      </Dialog.Root>
    </p>
  );
}

function List({ letters: { dead_letters: letters, total } }: { letters: Letters }) {
  if (total === 0) return <p className={styles.none}>There are none.</p>;
  return (
    <ul className={styles.letters}>
      {letters.map(({ key, kind, reason }) => (
        <li key={key}>
          <code>{kind}</code> {reason}
        </li>
      ))}
      {letters.length < total && <li>… and {count(total - letters.length)} more</li>}
    </ul>
  );
}
