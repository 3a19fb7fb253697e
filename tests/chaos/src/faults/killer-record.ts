import { readFileSync } from 'node:fs';
import { eventually } from '../../../support/wait.ts';
import { KILLER_PRICE, type Chaos, type Inject } from '../chaos.ts';
import { replaceFile } from '../replace-file.ts';
import { pause, untilCaughtUp } from '../wait.ts';

/** Nine deaths of some seconds for its batch and nine alone, more where Redis forgets its count of them. */
const TIMEOUT_MS = 240_000;
/** Variables of the .env act within a second. */
const LIVE_MS = 1_300;

/**
 * A record that kills every worker that stores it (see hook.mjs). It has to become a dead letter, and its neighbours to be
 * stored. The short form has no time for the deaths of its batch: there it is alone in one.
 */
export const killerRecord: Inject = async (chaos) => {
  const { feed, db, owed, form } = chaos;
  await untilCaughtUp(chaos);
  if (form === 'short') await setBatchSize(chaos, 1);
  const { gameId, tick, at } = await feed.sendMarked(KILLER_PRICE);
  owed.killers.push({ gameId, tick, price: KILLER_PRICE, at });
  if (form === 'short') {
    await pause(chaos, LIVE_MS);
    await setBatchSize(chaos, 100);
  }
  await eventually(
    'a dead letter of the record that kills',
    () => {
      chaos.signal.throwIfAborted();
      return db.collection('dead_letters').countDocuments({ kind: 'tick_sample' }, { timeoutMS: 1000 });
    },
    (count) => count >= owed.killers.length,
    TIMEOUT_MS,
  );
  const seconds = ((Date.now() - at) / 1000).toFixed(0);
  return { from: at, to: Date.now(), note: `${gameId} ${tick}: dead letter after ${seconds} s` };
};

async function setBatchSize(chaos: Chaos, size: number): Promise<void> {
  const { envFile } = chaos.ted;
  const others = readFileSync(envFile, 'utf8').replace(/^PERSISTENCE_BATCH_SIZE=.*\n/m, '');
  replaceFile(envFile, `${others}PERSISTENCE_BATCH_SIZE=${size}\n`);
  await pause(chaos, LIVE_MS);
}
