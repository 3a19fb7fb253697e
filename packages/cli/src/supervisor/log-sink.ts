import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createStream, type RotatingFileStream } from 'rotating-file-stream';

const FILE = 'backend.log';
const MAX_SIZE = '10M';
const OLD_FILES_KEPT = 5;
const REOPEN_AFTER_MS = 10_000;

/**
 * The one writer of `logs/backend.log` and of the console. A full disk or a closed terminal costs lines,
 * never the stack.
 */
export class LogSink {
  readonly #logsDir: string;
  #file: RotatingFileStream | undefined;
  #reopenAt = 0;
  #consoleWorks = true;

  /** Full files become `backend.log.1` and so on; at most 60 MB in all. Creates the folder. */
  constructor(logsDir: string) {
    mkdirSync(logsDir, { recursive: true });
    this.#logsDir = logsDir;
    process.stdout.on('error', () => (this.#consoleWorks = false));
    this.#file = this.#open();
  }

  toFile(line: string): void {
    if (!this.#file && Date.now() >= this.#reopenAt) this.#file = this.#open();
    this.#file?.write(`${line}\n`);
  }

  toConsole(line: string): void {
    if (this.#consoleWorks) process.stdout.write(`${line}\n`);
  }

  /** Resolves when every line is in the file. */
  async close(): Promise<void> {
    if (!this.#file) return;
    this.#file.end();
    await once(this.#file, 'close');
  }

  #open(): RotatingFileStream {
    const file = createStream(FILE, { path: this.#logsDir, size: MAX_SIZE, rotate: OLD_FILES_KEPT });
    file.on('error', (error) => {
      this.toConsole(`ted: ${this.#logsDir}/${FILE} cannot be written: ${error.message}`);
      if (this.#file === file) this.#file = undefined;
      this.#reopenAt = Date.now() + REOPEN_AFTER_MS;
    });
    return file;
  }
}
