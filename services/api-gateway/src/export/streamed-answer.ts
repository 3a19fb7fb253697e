import type { Readable } from 'node:stream';

/** An answer that is sent piece by piece as it is made. */
export class StreamedAnswer {
  readonly contentType: string;
  readonly fileName: string;
  readonly body: Readable;

  constructor(contentType: string, fileName: string, body: Readable) {
    this.contentType = contentType;
    this.fileName = fileName;
    this.body = body;
  }
}
