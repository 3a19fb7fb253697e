import { LiveClient } from '../../support/live-client.ts';
import { Ted } from '../../support/ted.ts';
import { eventually } from '../../support/wait.ts';
import { GatewayProcess } from './gateway-process.ts';

const isUpdate = (message: { type: string }) => message.type === 'update';

describe('several gateways on one ingest', () => {
  let ted: Ted;
  let other: GatewayProcess;
  beforeAll(async () => {
    ted = await Ted.up({ args: ['--speed', '5'] });
    other = await GatewayProcess.start(ted);
  });
  afterAll(async () => {
    await other.stop();
    await ted.stop();
  });

  it('say the same, each tick in the same words', async () => {
    const clients = [await LiveClient.connect(ted.stack.gateway_url), await LiveClient.connect(other.url)];
    const [one, two] = await Promise.all(clients.map((client) => client.next(isUpdate)));
    const seq = Math.max(one.seq, two.seq) + 3;
    await Promise.all(clients.map((client) => client.next((m) => isUpdate(m) && m.seq >= seq)));
    const [a, b] = clients.map(({ messages }) => messages.find((m) => isUpdate(m) && m.seq === seq));
    expect(a).toEqual(b);
    expect(Buffer.byteLength(JSON.stringify(a))).toBeLessThanOrEqual(4096);
    for (const client of clients) client.close();
    const [here, there] = await Promise.all([
      ted.api('/api/games?limit=3'),
      fetch(`${other.url}/api/games?limit=3`).then((answer) => answer.json()),
    ]);
    expect(there.games.map((g: any) => g.game_id)).toEqual(here.games.map((g: any) => g.game_id));
  });

  it('a client whose gateway is killed goes on at another, with every update once', async () => {
    const doomed = await GatewayProcess.start(ted);
    const before = await LiveClient.connect(doomed.url);
    const last = await before.next(isUpdate);
    await doomed.stop('SIGKILL');
    const after = await LiveClient.connect(other.url);
    // Some updates go by before it is back.
    const { seq: newest } = await after.next((m) => isUpdate(m) && m.seq > last.seq + 3);
    const heard = after.messages.length;
    after.send(`resume ${last.seq} ${last.run}`);
    // In any order: one that was on its way before the gateway read this may come before those that were missed.
    await eventually(
      'every update since then, told again',
      () => {
        const told = new Set(after.messages.slice(heard).map((m) => isUpdate(m) && m.seq));
        const all = Array.from({ length: newest - last.seq }, (_, n) => last.seq + 1 + n);
        return all.filter((seq) => !told.has(seq));
      },
      (missing) => missing.length === 0,
    );
    after.close();
  });

  it('what cannot be resumed is sent whole: of another ingest, too long ago, from the future', async () => {
    const client = await LiveClient.connect(other.url);
    const { seq } = await client.next(isUpdate);
    for (const text of [`resume ${seq} another`, 'resume 0 another', `resume ${seq + 100_000}`]) {
      client.send(text);
      expect(await client.next((m) => m.type === 'initial_state')).toMatchObject({ feed: 'simulated' });
    }
    client.close();
  });
});
