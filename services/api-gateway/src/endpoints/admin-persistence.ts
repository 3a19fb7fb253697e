import { setEnvValue } from '@ted/platform';
import { HttpError } from '../errors.ts';
import { switchAnswer, switchBody } from '../schemas/admin.ts';
import { endpoint } from './endpoint.ts';

/** What the system says of a file, or of its folder, that may not be changed. A single mounted file cannot be replaced. */
const READ_ONLY = new Set(['EROFS', 'EACCES', 'EPERM', 'EBUSY', 'EXDEV', 'ENOENT']);

export const adminPersistence = endpoint({
  method: 'post',
  path: '/api/admin/persistence',
  tag: 'admin',
  summary: 'The switch: store in MongoDB or not. Edits the file that every service reads',
  body: switchBody,
  answer: switchAnswer,
  errors: [409],
  admin: true,
  handle: async (gateway, { body: { enabled } }) => {
    const { live, logger } = gateway;
    try {
      await setEnvValue(live.path, 'PERSISTENCE_ENABLED', String(enabled));
    } catch (error) {
      if (!READ_ONLY.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
      throw new HttpError(409, 'The settings file cannot be changed from here', {
        command: `./ted persistence ${enabled ? 'on' : 'off'}`,
      });
    }
    logger.info(`Persistence was switched ${enabled ? 'on' : 'off'} over the API`);
    await live.refresh();
    return { enabled: live.persistenceEnabled };
  },
});
