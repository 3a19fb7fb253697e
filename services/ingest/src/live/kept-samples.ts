import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { record, type RecordOf } from '@ted/messaging';

const DAY_MS = 86_400_000;
/** The file is cut to a day when it holds two. */
const MAX_LINES = 2 * 1440;

type Sample = RecordOf<'system_sample'>;

/**
 * The system samples of the last day, on disk while persistence is off: what the time before switching it on was like, against
 * which `./ted validate` compares. Nothing depends on them; a disk that takes nothing costs them and no more.
 */
export class KeptSamples {
  readonly #file: string;
  #lines: number;

  constructor(file: string) {
    this.#file = file;
    this.#lines = this.read().length;
  }

  /** Those of the last day. Lines that cannot be read (a killed process leaves half of one) are passed over. */
  read(now = Date.now()): Sample[] {
    if (!existsSync(this.#file)) return [];
    return readFileSync(this.#file, 'utf8')
      .split('\n')
      .flatMap((line) => parse(line))
      .filter(({ created_at }) => created_at > now - DAY_MS);
  }

  /** Keeps a sample that was taken while persistence was off. One taken while it was on says that all kept ones are stored or sent. */
  note(sample: Sample): void {
    try {
      if (sample.persistence_enabled) {
        rmSync(this.#file, { force: true });
        this.#lines = 0;
        return;
      }
      appendFileSync(this.#file, line(sample));
      if (++this.#lines <= MAX_LINES) return;
      const kept = this.read(sample.created_at);
      writeFileSync(this.#file, kept.map(line).join(''));
      this.#lines = kept.length;
    } catch {
      // The outbox says what is wrong with the disk.
    }
  }
}

const line = (sample: Sample): string => `${JSON.stringify(sample)}\n`;

function parse(text: string): Sample[] {
  try {
    const parsed = record.safeParse(JSON.parse(text));
    return parsed.success && parsed.data.kind === 'system_sample' ? [parsed.data] : [];
  } catch {
    return [];
  }
}
