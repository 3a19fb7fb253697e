import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import express, { type Response } from 'express';
import { createLogger } from '@ted/platform';
import { errorHandler } from '../errors.ts';
import { asCsv, asNdjson, type Row } from './formats.ts';
import { sendStream } from './send-stream.ts';
import { StreamedAnswer } from './streamed-answer.ts';

/** Rows without end; says how many were taken, and when nobody takes any more. */
class Source {
  taken = 0;
  readonly ended: Promise<void>;
  #end: () => void = () => undefined;

  constructor() {
    this.ended = new Promise((resolve) => (this.#end = resolve));
  }

  async *rows(): AsyncGenerator<Row> {
    try {
      for (;;) {
        this.taken++;
        yield { game_id: `g${this.taken}`, text: 'x'.repeat(100) };
        if (this.taken % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
      }
    } finally {
      this.#end();
    }
  }
}

const logger = createLogger('test', { level: 'error', format: 'text' });

describe('an export', () => {
  const server = createServer();
  const sockets: Socket[] = [];
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => {
    server.removeAllListeners('request');
    for (const socket of sockets.splice(0)) socket.destroy();
  });
  afterAll(() => server.close());

  const request = async (answer: () => StreamedAnswer): Promise<Socket> => {
    server.on(
      'request',
      express().use((_request, response: Response) => sendStream(response, answer(), logger)),
    );
    const socket = connect({ port: (server.address() as AddressInfo).port, host: '127.0.0.1' });
    sockets.push(socket.on('error', () => undefined));
    socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
    await once(socket, 'readable');
    return socket;
  };

  it.each(['ndjson', 'csv'])('as %s waits for its reader, and ends when that leaves', async (format) => {
    const source = new Source();
    const socket = await request(
      () =>
        new StreamedAnswer(
          'text/plain',
          'x',
          format === 'csv' ? asCsv(source.rows(), ['game_id', 'text']) : asNdjson(source.rows()),
        ),
    );
    // Nobody reads: what is taken comes to a halt once the buffers in between are full.
    let before = -1;
    while (source.taken !== before) {
      before = source.taken;
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    // The kernel's buffers hold some megabytes of loopback; a row is about 120 bytes.
    expect(source.taken).toBeLessThan(200_000);
    socket.destroy();
    await source.ended;
  });

  it('whose source fails before the first row is an error, not an empty file', async () => {
    async function* failing(): AsyncGenerator<Row> {
      throw new Error('no rows');
    }
    server.on(
      'request',
      express()
        .use((_request, response: Response) =>
          sendStream(response, new StreamedAnswer('text/plain', 'x', asNdjson(failing())), logger),
        )
        .use(errorHandler(logger)),
    );
    const { port } = server.address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${port}/`);
    expect({ status: answer.status, body: await answer.json() }).toMatchObject({
      status: 500,
      body: { error: 'Internal error' },
    });
  });

  it('is cut off when its source fails, so that nobody takes it for whole', async () => {
    async function* failing(): AsyncGenerator<Row> {
      yield { game_id: 'g1' };
      await Promise.resolve();
      throw new Error('MongoDB has gone');
    }
    const socket = await request(() => new StreamedAnswer('text/plain', 'x', asNdjson(failing())));
    let text = '';
    socket.setEncoding('utf8').on('data', (part: string) => (text += part));
    await once(socket, 'close');
    // The last chunk of a whole answer has length 0.
    expect(text).not.toMatch(/\r\n0\r\n\r\n$/);
  });
});

it('a CSV quotes what a spreadsheet would take for a formula', async () => {
  async function* rows(): AsyncGenerator<Row> {
    yield await Promise.resolve({ a: '=1+1', b: 'x,"y"', c: null, d: true });
  }
  const parts: Buffer[] = [];
  for await (const part of asCsv(rows(), ['a', 'b', 'c', 'd'])) parts.push(Buffer.from(part as Buffer));
  expect(Buffer.concat(parts).toString()).toBe('a,b,c,d\n\'=1+1,"x,""y""",,true\n');
});
