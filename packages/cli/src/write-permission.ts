import { LiveSettings } from '@ted/platform';
import { CliError } from './errors.ts';
import type { StackPaths } from './paths.ts';

/**
 * What a command asks directly before every write to MongoDB: the switch, read from the file anew each time, because
 * nothing of TED's is written while it is off.
 * @param dataOption as the person gave it, for the advice
 * @returns a function that throws CliError with what to do next while the switch is off
 * @throws SettingsError if a value in the `.env` is not valid
 */
export function writePermission(paths: StackPaths, dataOption: string | undefined): () => Promise<void> {
  const live = new LiveSettings(paths.envFile);
  return async () => {
    await live.refresh();
    if (live.persistenceEnabled) return;
    const option = dataOption === undefined ? '' : ` --data ${dataOption}`;
    throw new CliError(
      `persistence is off: nothing is written to MongoDB; switch it on with: ./ted persistence on${option}`,
    );
  };
}
