import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { record, type RecordOf } from '@ted/messaging';

const DAY_MS = 86_400_000;
/** The file is cut to a day when it holds two; so many lines for each feed. */
const MAX_LINES = 2 * 1440;

type Sample = RecordOf<'system_sample'>;

/**
 * The system samples of the last day, on disk while persistence is off: what the time before switching it on was like, against
 * which `./ted validate` compares. Nothing depends on them; a disk that takes nothing costs them and no more.
 */
export class KeptSamples {
  readonly #file: string;
  readonly #maxLines: number;
  #lines: number;

  constructor(file: string, feeds = 1) {
    this.#file = file;
    this.#maxLines = MAX_LINES * feeds;
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

  /** Keeps samples that were taken while persistence was off. Any taken while it was on says that all kept ones are stored or sent. */
  note(samples: readonly Sample[]): void {
    const [first] = samples;
    if (!first) return;
    try {
      if (first.persistence_enabled) {
        rmSync(this.#file, { force: true });
        this.#lines = 0;
        return;
      }
      appendFileSync(this.#file, samples.map(line).join(''));
      this.#lines += samples.length;
      if (this.#lines <= this.#maxLines) return;
      const kept = this.read(first.created_at);
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
