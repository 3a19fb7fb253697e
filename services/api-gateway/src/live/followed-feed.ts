import { EventEmitter } from 'node:events';
import type { FeedKind, LiveMessage } from '@ted/messaging';
import { historyRecords, type HistoryRecord } from '../views/prediction-history.ts';
import type { IngestLink } from './ingest-link.ts';
import { LiveMirror } from './mirror.ts';

/** A feed as this gateway follows it: the connection to an ingest that has it, and the copy of its live state. */
export class FollowedFeed extends EventEmitter<{ message: [LiveMessage] }> {
  readonly mirror = new LiveMirror();
  readonly link: IngestLink;
  readonly #expected: string;
  /** When somebody asked for it last, by a clock that nobody sets, in ms. */
  usedAt = performance.now();
  /** WebSocket clients that watch it. */
  watchers = 0;

  /** @param expected its name until an ingest has said it */
  constructor(link: IngestLink, expected: string) {
    super();
    this.link = link;
    this.#expected = expected;
    link.on('message', (message) => {
      this.mirror.apply(message);
      this.emit('message', message);
    });
  }

  get name(): string {
    return this.mirror.state?.feed ?? this.#expected;
  }

  /** Where its games come from, so that what is not real can say so: only an ingest can say that they are, or the name `rugs`. */
  get kind(): FeedKind {
    const told = this.mirror.state?.feed_kind;
    return told ?? (this.name === 'rugs' ? 'live' : this.name.startsWith('replay') ? 'replay' : 'simulated');
  }

  records(limit: number): HistoryRecord[] {
    return historyRecords(this.mirror.history, limit);
  }

  stop(): void {
    this.removeAllListeners();
    this.link.stop();
  }
}
