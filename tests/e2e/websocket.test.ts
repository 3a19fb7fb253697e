import { once } from 'node:events';
import { WebSocket } from 'ws';
import { LiveClient } from '../support/live-client.ts';
import { Ted } from '../support/ted.ts';
import { eventually } from '../support/wait.ts';

describe('the WebSocket, while no game runs and the feed is away', () => {
  let ted: Ted;
  beforeAll(async () => {
    ted = await Ted.up({
      args: ['--feed', 'live'],
      processEnv: { RUGS_BACKEND_URL: 'http://127.0.0.1:1', MAX_WEBSOCKET_CONNECTIONS: '2' },
    });
  });
  afterAll(() => ted.stop());
  beforeEach(() =>
    eventually(
      'no client',
      () => ted.api('/api/status'),
      (status) => status.connections.frontend_clients === 0,
    ),
  );

  const socketUrl = () => `${ted.stack.gateway_url.replace(/^http/, 'ws')}/api/ws`;
  const isFirst = (message: { type: string }) => message.type === 'initial_state';

  it('sends the whole initial state all the same [defect 25]', async () => {
    const client = await LiveClient.connect(ted.stack.gateway_url);
    const first = client.messages[0] ?? (await client.next(isFirst));
    expect(first).toMatchObject({
      game_state: { gameId: '', isActive: false },
      prediction: { predicted_tick: expect.any(Number), tolerance: expect.any(Number) },
      ml_status: { prediction_method: expect.stringMatching(/hazard.*conformal.*gate/) },
      prediction_history: [],
      system_status: { rugs_connected: false, version: '2.0.0' },
    });
    client.close();
  });

  it('answers ping, status and side_bet, and ignores everything else [defect 25]', async () => {
    const client = await LiveClient.connect(ted.stack.gateway_url);
    for (const text of ['hello', '{"type":"ping"}', '', 'ping']) client.send(text);
    expect(await client.next((m) => !isFirst(m))).toEqual({ type: 'pong', timestamp: expect.any(String) });
    client.send('status');
    expect(await client.next((m) => 'system' in m)).toMatchObject({
      system: { status: 'running' },
      connections: { frontend_clients: 1 },
      components: { feed: { status: 'down' } },
    });
    client.send('side_bet');
    expect(await client.next((m) => m.type === 'side_bet_recommendation')).toMatchObject({
      data: { action: 'WAIT', threshold_used: 0.2 },
    });
    client.close();
  });

  it('closes the one too many with 1008, and takes another once one has gone', async () => {
    const [first, second] = [
      await LiveClient.connect(ted.stack.gateway_url),
      await LiveClient.connect(ted.stack.gateway_url),
    ];
    const third = new WebSocket(socketUrl());
    const [code] = (await once(third, 'close')) as [number];
    expect(code).toBe(1008);
    second.send('ping');
    expect(await second.next((m) => m.type === 'pong')).toBeDefined();
    first.close();
    second.close();
  });

  it('refuses a page of another origin, other paths and oversized messages, and nobody else notices', async () => {
    for (const [url, options] of [
      [socketUrl(), { origin: 'https://evil.example' }],
      [socketUrl().replace('/api/ws', '/api/other'), {}],
    ] as const) {
      const [error] = (await once(new WebSocket(url, options), 'error')) as [Error];
      expect(error.message).toMatch(/Unexpected server response: 40[34]/);
    }
    const own = new WebSocket(socketUrl(), { origin: ted.stack.gateway_url });
    await once(own, 'open');
    own.send('x'.repeat(1_000_000));
    const [code] = (await once(own, 'close')) as [number];
    expect(code).toBe(1009);
    expect((await ted.api('/api/health')).status).toBe('healthy');
  });
});
