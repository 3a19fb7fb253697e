import type { Command } from 'commander';
import { backupCommand } from './backup.ts';
import { backtestCommand } from './backtest.ts';
import { benchCommand } from './bench.ts';
import { chaosCommand } from './chaos.ts';
import { checkCommand } from './check.ts';
import { cleanupCommand } from './cleanup.ts';
import { deadletterCommand } from './deadletter.ts';
import { doctorCommand } from './doctor.ts';
import { initCommand } from './init.ts';
import { migrateCommand } from './migrate.ts';
import { mongoCommand } from './mongo.ts';
import { persistenceCommand } from './persistence.ts';
import { recordCommand } from './record.ts';
import { replayCommand } from './replay.ts';
import { restoreCommand } from './restore.ts';
import { rollbackCommand } from './rollback.ts';
import { statusCommand } from './status.ts';
import { supportBundleCommand } from './support-bundle.ts';
import { testCommand } from './test.ts';
import { upCommand } from './up.ts';
import { validateCommand } from './validate.ts';
import { verifyCommand } from './verify.ts';

/** Every command of `./ted`, in the order of its help. A new one is a file here and a line in this list. */
export const commands: (() => Command)[] = [
  upCommand,
  replayCommand,
  recordCommand,
  statusCommand,
  verifyCommand,
  persistenceCommand,
  rollbackCommand,
  initCommand,
  doctorCommand,
  validateCommand,
  backupCommand,
  restoreCommand,
  supportBundleCommand,
  migrateCommand,
  deadletterCommand,
  cleanupCommand,
  mongoCommand,
  backtestCommand,
  testCommand,
  chaosCommand,
  benchCommand,
  checkCommand,
];
