/// <reference lib="dom" />
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { ROOT } from '../../support/ted.ts';

/** For whoever reads the report of the tests, and for the README. */
const FOLDER = join(ROOT, 'tests/browser/screenshots');

/** The whole page as `name`.png; of a narrow page what its screen shows. */
export async function screenshot(page: Page, name: string): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  await page.evaluate(() => document.fonts.ready);
  const fullPage = (page.viewportSize()?.width ?? 0) > 500;
  await page.screenshot({ path: join(FOLDER, `${name}.png`), fullPage });
}
