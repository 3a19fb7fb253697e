import type { Check } from './check.ts';
import { diskSpace } from './disk-space.ts';
import { envBackup } from './env-backup.ts';
import { envFile } from './env-file.ts';
import { mongodb } from './mongodb.ts';
import { monitoring } from './monitoring.ts';
import { redis } from './redis.ts';
import { testEnvironment } from './test-environment.ts';

/** The deployment guide's four checks, then what else a start stumbles over. A new one is a file here and a line in this list. */
export const checks: Record<string, Check> = {
  'MongoDB is installed and accessible': mongodb,
  'Backup of current .env file exists': envBackup,
  'Test environment available for validation': testEnvironment,
  'Monitoring tools ready to check system health': monitoring,
  'Settings are valid': envFile,
  'Redis is accessible': redis,
  'Disk has room': diskSpace,
};
