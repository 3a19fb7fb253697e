import { readFileSync } from 'node:fs';
import { eventually } from '../../../support/wait.ts';
import { KILLER_PRICE, type Chaos, type Inject } from '../chaos.ts';
import { replaceFile } from '../replace-file.ts';
import { pause, untilCaughtUp } from '../wait.ts';

/** Three deaths of some seconds for its batch and nine alone, more where Redis forgets its count of them. */
const TIMEOUT_MS = { short: 120_000, long: 420_000 } as const;
/** Variables of the .env act within a second. */
const LIVE_MS = 1_300;

/**
 * A record that kills every worker that stores it (see hook.mjs). It has to become a dead letter, and its neighbours to be
 * stored. The short form has no time for the deaths of its batch: there it is alone in one, before the load begins.
 */
export const killerRecord: Inject = async (chaos) => {
  const { feed, db, owed, firstKiller } = chaos;
  if (!firstKiller) await untilCaughtUp(chaos);
  const { gameId, tick, at } = firstKiller ?? (await feed.sendMarked(KILLER_PRICE));
  owed.killers.push({ gameId, tick, price: KILLER_PRICE, at });
  if (firstKiller) {
    setBatchSize(chaos, 100);
    await pause(chaos, LIVE_MS);
    firstKiller.release();
  }
  await eventually(
    'a dead letter of the record that kills',
    () => {
      chaos.signal.throwIfAborted();
      return db.collection('dead_letters').countDocuments({ kind: 'tick_sample' }, { timeoutMS: 1000 });
    },
    (count) => count >= owed.killers.length,
    TIMEOUT_MS[chaos.form],
  );
  const seconds = ((Date.now() - at) / 1000).toFixed(0);
  return { from: at, to: Date.now(), note: `${gameId} ${tick}: dead letter after ${seconds} s` };
};

function setBatchSize({ ted }: Chaos, size: number): void {
  const others = readFileSync(ted.envFile, 'utf8').replace(/^PERSISTENCE_BATCH_SIZE=.*\n/m, '');
  replaceFile(ted.envFile, `${others}PERSISTENCE_BATCH_SIZE=${size}\n`);
}
