import type { Browser, Page } from 'playwright-core';
import { upOnOwnStores, type TedOnOwnStores } from '../support/own-stores.ts';
import { Ted } from '../support/ted.ts';
import { launch, open } from './src/browser.ts';
import { recording } from './src/recording.ts';
import { BROWSER, describeInBrowser } from './src/in-browser.ts';
import { screenshot } from './src/screenshot.ts';

/** A service that is stopped is noticed by the parts around it within seconds; a busy machine takes longer. */
const NOTICED = { timeout: 40_000 };
const ADMIN_TOKEN = 'a-token-of-this-test-alone-0123456789';

const note = (page: Page) => page.getByRole('complementary', { name: 'Notice' });

describeInBrowser('the page, while parts of TED are away', () => {
  let own: TedOnOwnStores;
  let ted: Ted;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    [own, browser] = await Promise.all([
      upOnOwnStores({ args: ['--speed', '5'], env: { ADMIN_TOKEN } }),
      launch(BROWSER),
    ]);
    ted = own.ted;
    ({ page } = await open(browser, ted.stack.gateway_url, '/'));
    await page.getByText(/^Live, /).waitFor();
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    // The last test has started it anew.
    await ted?.stop();
    await own?.stop();
  });

  it('loading: blocks where words will be, and soon what is missing', async () => {
    const other = await browser.newContext({ colorScheme: 'dark', viewport: { width: 1440, height: 900 } });
    const slow = await other.newPage();
    await slow.routeWebSocket(/\/api\/ws/, () => undefined);
    await slow.goto(ted.stack.gateway_url);
    await slow.getByText('Connecting to TED…').waitFor();
    await slow.getByText(/^Usually under a second/).waitFor();
    await screenshot(slow, 'live-loading-dark-1440');
    await slow.getByText(/has heard nothing of the game for \d+ s|has not answered for \d+ s/).waitFor();
    await other.close();
  });

  it('degraded: MongoDB is away. Live data goes on, lists say why they cannot be read, and it heals by itself', async () => {
    await own.mongo.kill();
    await note(page).getByText('Storing is paused, forecasts are live.').waitFor(NOTICED);
    await page.getByText('Degraded: not storing').waitFor();
    await page.getByText(/^Live, /).waitFor();
    await screenshot(page, 'live-degraded-light-1440');
    await page.getByRole('link', { name: 'History' }).click();
    await page.getByText('This list could not be loaded (503).').waitFor(NOTICED);
    await page.getByRole('link', { name: 'System', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Forecasts are live, storing is paused' }).waitFor();
    await screenshot(page, 'system-degraded-light-1440');
    await own.mongo.restart();
    await page.getByRole('heading', { level: 1, name: 'Everything works' }).waitFor(NOTICED);
    await note(page).waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Live', exact: true }).click();
  }, 120_000);

  it('degraded: Redis is away', async () => {
    await own.redis.kill();
    await note(page)
      .getByText(/Redis has not answered since/)
      .waitFor(NOTICED);
    await page.getByText(/^Live, /).waitFor();
    await own.redis.restart();
    await note(page).waitFor({ state: 'detached', ...NOTICED });
  }, 120_000);

  it('degraded: the worker is stopped', async () => {
    process.kill(ted.pidOf('persistence-worker'), 'SIGSTOP');
    await note(page)
      .getByText(/No persistence worker reports|Storing/)
      .first()
      .waitFor(NOTICED);
    await page.getByText(/^Live, /).waitFor();
    process.kill(ted.pidOf('persistence-worker'), 'SIGCONT');
    await note(page).waitFor({ state: 'detached', ...NOTICED });
  }, 120_000);

  it('error: ingest is stopped. No advice, nothing drawn of the future, and live again by itself', async () => {
    process.kill(ted.pidOf('ingest'), 'SIGSTOP');
    await note(page).waitFor(NOTICED);
    await page.getByText('No advice').first().waitFor();
    await page
      .getByText(/^Not known/)
      .first()
      .waitFor();
    await note(page)
      .getByText(/^No live data: the ingest service is down since/)
      .waitFor(NOTICED);
    await screenshot(page, 'live-error-light-1440');
    process.kill(ted.pidOf('ingest'), 'SIGCONT');
    await page.getByText(/^Live again after \d+ s/).waitFor(NOTICED);
    await note(page).waitFor({ state: 'detached', ...NOTICED });
  }, 120_000);

  it('stale: the gateway is killed and comes back; the page reconnects by itself', async () => {
    // Stopped first: a killed one is back before the data is old.
    const pid = ted.pidOf('api-gateway');
    process.kill(pid, 'SIGSTOP');
    await note(page)
      .getByText(/^Live data is \d+ s old\.$/)
      .waitFor(NOTICED);
    await page.getByText(/^Stale: \d+ s old$/).waitFor();
    await page.getByText('TED does not advise on data older than 2 s.').waitFor();
    await screenshot(page, 'live-stale-light-1440');
    process.kill(pid, 'SIGKILL');
    await page.getByText(/^Live again after \d+ s|^Live, /).waitFor(NOTICED);
    await note(page).waitFor({ state: 'detached', ...NOTICED });
  }, 120_000);

  it('admin: storing is switched off and on with the token, and not without it', async () => {
    await page.getByRole('link', { name: 'System', exact: true }).click();
    await page.getByRole('button', { name: 'Turn off…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Turn storing off?' });
    await dialog.getByLabel(/^Admin token/).fill('wrong');
    await dialog.getByRole('button', { name: 'Turn off' }).click();
    await dialog.getByText('This token is not accepted.').waitFor();
    await dialog.getByLabel(/^Admin token/).fill(ADMIN_TOKEN);
    await dialog.getByRole('button', { name: 'Turn off' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('Storing is off: the newest games stay in memory only.').waitFor(NOTICED);
    await page.getByRole('button', { name: 'Turn on…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Turn on' }).click();
    await page.getByRole('button', { name: 'Turn off…' }).waitFor(NOTICED);
  }, 120_000);

  it('all of TED is gone: the page counts down and finds it again at the same address, where it replays', async () => {
    const port = new URL(ted.stack.gateway_url).port;
    await ted.stop();
    await page.getByRole('heading', { level: 1, name: 'This page cannot reach TED' }).waitFor(NOTICED);
    await note(page)
      .getByText(/Reconnecting by itself: (next try in \d+ s|trying now) \(try \d+\)\.$/)
      .waitFor(NOTICED);
    await screenshot(page, 'system-unreachable-light-1440');
    await page.getByRole('banner').getByText('SIMULATED').waitFor();
    ted = await Ted.up({
      data: ted.data,
      args: ['--feed', 'replay', '--file', recording(), '--port', port],
      processEnv: { REDIS_URL: own.redis.url, MONGO_URL: own.mongo.url },
    });
    await page.getByRole('heading', { level: 1, name: 'Everything works' }).waitFor(NOTICED);
    await page.getByText(/^Live, |^Live again/).waitFor(NOTICED);
    await page.getByRole('banner').getByText('REPLAY').waitFor();
    expect(await page.getByText(/SIMULATED|watches rugs\.fun/).count()).toBe(0);
  }, 180_000);
});
