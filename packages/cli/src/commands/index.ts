import type { Command } from 'commander';
import { chaosCommand } from './chaos.ts';
import { checkCommand } from './check.ts';
import { cleanupCommand } from './cleanup.ts';
import { deadletterCommand } from './deadletter.ts';
import { initCommand } from './init.ts';
import { migrateCommand } from './migrate.ts';
import { mongoCommand } from './mongo.ts';
import { persistenceCommand } from './persistence.ts';
import { recordCommand } from './record.ts';
import { replayCommand } from './replay.ts';
import { statusCommand } from './status.ts';
import { testCommand } from './test.ts';
import { upCommand } from './up.ts';
import { verifyCommand } from './verify.ts';

/** Every command of `./ted`, in the order of its help. A new one is a file here and a line in this list. */
export const commands: (() => Command)[] = [
  upCommand,
  replayCommand,
  recordCommand,
  statusCommand,
  verifyCommand,
  persistenceCommand,
  initCommand,
  migrateCommand,
  deadletterCommand,
  cleanupCommand,
  mongoCommand,
  testCommand,
  chaosCommand,
  checkCommand,
];
