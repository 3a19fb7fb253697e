import { Dialog } from '@base-ui/react/dialog';
import { useState } from 'react';
import { setPersistence } from '../../api/admin.ts';
import { ApiError } from '../../api/fetch-json.ts';
import { Button } from '../../components/Button.tsx';
import { tryNow } from '../../live/client.ts';
import { adminFailure } from '../../say/admin.ts';
import { TokenField } from './TokenField.tsx';
import button from '../../components/Button.module.css';
import styles from './Dialog.module.css';

interface AdminSwitchProps {
  isOn: boolean;
  isKnown: boolean;
  token: string | null;
  onToken: (token: string | null) => void;
}

/** Turns storing off or on, after asking; an admin's token is needed. */
export function AdminSwitch({ isOn, isKnown, token, onToken }: AdminSwitchProps) {
  const [isOpen, setIsOpen] = useState(false);
  const [typed, setTyped] = useState(token ?? '');
  const [problem, setProblem] = useState<string | null>(null);
  const verb = isOn ? 'off' : 'on';

  const submit = async () => {
    try {
      await setPersistence(typed, !isOn);
      onToken(typed);
      setProblem(null);
      setIsOpen(false);
      tryNow();
    } catch (error) {
      setProblem(adminFailure(error instanceof ApiError ? error : new ApiError(0, String(error), null)));
    }
  };
  return (
    <Dialog.Root open={isOpen} onOpenChange={setIsOpen}>
      <Dialog.Trigger className={button.button} disabled={!isKnown}>
        Turn {verb}…
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup className={styles.popup}>
          <Dialog.Title className={styles.title}>Turn storing {verb}?</Dialog.Title>
          <Dialog.Description className={styles.text}>
            {isOn
              ? 'Forecasts go on. Nothing new is written to MongoDB; the newest games stay in memory only.'
              : 'From now on games, forecasts and outcomes are written to MongoDB. What was not recorded meanwhile is not made up for.'}
          </Dialog.Description>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              void submit();
            }}
          >
            <TokenField value={typed} problem={problem} onChange={setTyped} />
            <div className={styles.buttons}>
              <Dialog.Close className={button.button}>Cancel</Dialog.Close>
              <Button type="submit" isPrimary disabled={typed === ''}>
                Turn {verb}
              </Button>
            </div>
          </form>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
