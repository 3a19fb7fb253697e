/// <reference lib="dom" />
import type { Browser, WebSocketRoute } from 'playwright-core';
import { open } from '../../tests/browser/src/browser.ts';
import { framesPerSecond } from '../../tests/browser/src/frames.ts';
import { mainThread, type Busy } from '../../tests/browser/src/main-thread.ts';
import { figure, type Figure } from '../figure.ts';

const POINTS = 10_000;
const UPDATES_PER_SECOND = 100;
const MEASURED_MS = 5000;
const ROUNDS = 3;

/**
 * Frames a second while a game of 10,000 ticks goes on at 100 updates a second. No game gets that old: the page's own
 * messages, as the gateway made them, are repeated with later ticks.
 */
export async function* measureManyPoints(browser: Browser, url: string): AsyncGenerator<Figure> {
  const watched = await open(browser, url, '/system');
  const { page } = watched;
  let route: WebSocketRoute | undefined;
  let template: Record<string, unknown> | undefined;
  await page.routeWebSocket(/\/api\/ws/, (socket) => {
    route = socket;
    const server = socket.connectToServer();
    server.onMessage((text) => {
      const message = JSON.parse(String(text)) as { type: string; game_state: { phase: string } };
      if (template === undefined && message.type === 'update' && message.game_state.phase === 'running')
        template = message;
      if (template === undefined) socket.send(text);
    });
  });
  await page.goto(url);
  while (template === undefined) await new Promise((resolve) => setTimeout(resolve, 100));
  let price = 1;
  const send = (tick: number) => {
    price = Math.min(50, Math.max(0.1, price * (1 + 0.06 * (Math.random() - 0.5))));
    const state = {
      ...(template!.game_state as object),
      gameId: 'long',
      currentTick: tick,
      currentPrice: price,
      cooldown_ms: null,
    };
    route!.send(JSON.stringify({ ...template, game_state: state, prediction_history: [] }));
  };
  for (let tick = 0; tick < POINTS; tick++) send(tick);
  await page
    .getByText(new RegExp(`^Tick ${(POINTS - 1).toLocaleString('en-US').replace(',', ',?')}`))
    .waitFor();
  let tick = POINTS;
  const feed = setInterval(() => send(tick++), 1000 / UPDATES_PER_SECOND);
  const rounds: Busy[] = [];
  for (let round = 0; round < ROUNDS; round++)
    rounds.push(await mainThread(page, () => framesPerSecond(page, MEASURED_MS)));
  clearInterval(feed);
  await watched.close();
  const { frames, busy } = rounds.sort((a, b) => a.frames - b.frames)[1]!;
  yield figure(`frames with ${POINTS} points`, frames, '/s', { wanted: { least: 55 } });
  yield figure('main thread then', busy, 'ms/s');
}
