import { demandIndexes } from '@ted/storage';
import { found } from '../findings.ts';
import { withAnyDatabase } from '../with-database.ts';
import type { Check } from './check.ts';

/** Connects as TED does; says which server it is and whether TED can store into it. */
export const mongodb: Check = (name, paths) =>
  withAnyDatabase(
    paths,
    () => undefined,
    async (database) => {
      const admin = database.connection.db!.admin();
      const [build, hello] = await Promise.all([
        admin.command({ buildInfo: 1 }),
        admin.command({ hello: 1 }),
      ]);
      if (hello.isWritablePrimary !== true)
        return found(name, false, 'it answers, but takes no writes: is its replica set initiated?');
      const migrated = await demandIndexes(database).then(
        () => 'migrated',
        () => 'not migrated yet: ./ted migrate',
      );
      return found(name, true, `version ${String(build.version)}, takes writes, ${migrated}`);
    },
  );
