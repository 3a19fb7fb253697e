import type { Browser } from 'playwright-core';
import { open } from '../../tests/browser/src/browser.ts';
import { framesPerSecond } from '../../tests/browser/src/frames.ts';
import { mainThread } from '../../tests/browser/src/main-thread.ts';
import { figure, type Figure } from '../figure.ts';

const TICKS = 10_000;
const FORECAST_EVERY = 10;
const MEASURED_MS = 5000;
const GAME = '20251029-00000000000010k0';
const AT = '2025-10-29T18:36:08.376Z';

/** Frames a second while a game of 10,000 ticks is played back 16 times as fast as it was. No game gets that long: it is made up. */
export async function* measurePlayback(browser: Browser, url: string): AsyncGenerator<Figure> {
  const { page, close } = await open(browser, url, '/system');
  await page.route(`**/api/games/${GAME}`, (route) => route.fulfill({ json: longGame() }));
  await page.goto(new URL(`/history/${GAME}?tick=0`, url).href);
  await page.getByRole('button', { name: '16×' }).click();
  await page.getByRole('button', { name: 'Play' }).click();
  const { frames, busy } = await mainThread(page, () => framesPerSecond(page, MEASURED_MS));
  await close();
  yield figure(`frames, playback of ${TICKS} points`, frames, '/s', { wanted: { least: 55 } });
  yield figure('main thread then', busy, 'ms/s');
}

function longGame(): object {
  const path = Array.from({ length: TICKS }, (_, tick) => ({
    tick,
    price: 1 + 4 * Math.sin(tick / 900) ** 2 + 0.3 * Math.sin(tick / 7) * Math.sin(tick / 3),
  }));
  const predictions = path
    .filter(({ tick }) => tick % FORECAST_EVERY === 0)
    .map(({ tick }) => ({
      ...{ game_id: GAME, feed: 'simulated', created_at: AT, predicted_at_tick: tick },
      predicted_end_tick: tick + 138,
      quantiles: { q10: tick + 21, q50: tick + 138, q90: tick + 460 },
      uncertainty_bounds: { lower: tick + 1, upper: tick + 380 },
      ...{ confidence: 0.5, p_rug_40: 0.18, hazard: 0.005, model_version: 'bench', last_before_end: false },
      ...{ most_weight: null, resolved: true, actual_end_tick: TICKS, signed_error: tick + 138 - TICKS },
      ...{ e40: (tick + 138 - TICKS) / 40, in_interval: false, rugged_within_40: false },
      ...{ brier: 0.03, log_loss: 0.2 },
    }));
  return {
    ...{ game_id: GAME, feed: 'simulated', started_at: AT, ended_at: AT, start_tick: 0, end_tick: TICKS },
    ...{ peak_price: 5.3, final_price: 0.02, missed_ticks: 0, forecast: null, verdict: 'unverifiable' },
    ...{ first_difference_tick: null, scores: null, path, predictions, side_bets: [], server_seed: null },
    ...{ server_seed_hash: null, version: null, older_game: null, newer_game: GAME },
  };
}
