/// <reference lib="dom" />
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

/**
 * What Chromium would do beside the page: the address bar's popups are pages of their own, two for each tab, and a spare process
 * waits for a site that nobody visits; the popups alone took a fifth of its processor time. The others are those of playwright's own
 * list, which this one replaces, that a page on this machine could notice.
 */
const NOT_WANTED = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'SpareRendererForSitePerProcess',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'OptimizationHints',
  'PaintHolding',
];

/** A real Chromium without a window. @param program its path */
export function launch(program: string): Promise<Browser> {
  const args = [
    // Root has no sandbox, and a container little shared memory.
    '--no-sandbox',
    '--disable-dev-shm-usage',
    '--font-render-hinting=none',
    `--disable-features=${NOT_WANTED.join()}`,
  ];
  return chromium.launch({ executablePath: program, args });
}

export interface Look {
  theme: 'light' | 'dark';
  width: 1440 | 768 | 360;
}

/** A page that remembers what it must not do. */
export interface WatchedPage {
  page: Page;
  /** Requests to anywhere but TED. */
  outside: string[];
  /** What the content security policy refused. */
  violations: string[];
  /** Exceptions and errors in the console, but for requests that were refused or failed. */
  errors: string[];
  close: () => Promise<void>;
}

const HEIGHTS = { 1440: 900, 768: 1024, 360: 800 } as const;
const viewportOf = ({ width }: Look) => ({ width, height: HEIGHTS[width] });

/** Opens TED's page at `path` in a profile of its own. */
export async function open(
  browser: Browser,
  baseUrl: string,
  path: string,
  look: Look = { theme: 'light', width: 1440 },
): Promise<WatchedPage> {
  const context = await browser.newContext({
    viewport: viewportOf(look),
    colorScheme: look.theme,
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    hasTouch: look.width < 500,
  });
  const watched = await watch(context, baseUrl);
  await watched.page.goto(new URL(path, baseUrl).href);
  return watched;
}

/** The same page in another theme and width, without loading it again. */
export async function lookAt(page: Page, look: Look): Promise<void> {
  await page.emulateMedia({ colorScheme: look.theme });
  await page.setViewportSize(viewportOf(look));
}

async function watch(context: BrowserContext, baseUrl: string): Promise<WatchedPage> {
  const page = await context.newPage();
  const watched: WatchedPage = {
    page,
    outside: [],
    violations: [],
    errors: [],
    close: () => context.close(),
  };
  const { host } = new URL(baseUrl);
  const isOutside = (url: string) =>
    !url.startsWith('data:') && !url.startsWith('blob:') && new URL(url).host !== host;
  context.on('request', (request) => {
    if (isOutside(request.url())) watched.outside.push(request.url());
  });
  page.on('websocket', (socket) => {
    if (isOutside(socket.url())) watched.outside.push(socket.url());
  });
  await page.exposeFunction('tedViolation', (text: string) => watched.violations.push(text));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const tell = (window as unknown as { tedViolation: (text: string) => void }).tedViolation;
      tell(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`);
    });
  });
  page.on('pageerror', (error) => watched.errors.push(error.message));
  page.on('console', (message) => {
    const text = message.text();
    if (message.type() === 'error' && !/Failed to load resource|WebSocket connection/.test(text))
      watched.errors.push(text);
  });
  return watched;
}
