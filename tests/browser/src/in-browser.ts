/** Chromium as `./ted test` has found it; empty where there is none. */
export const BROWSER = process.env.TED_TEST_BROWSER ?? '';

/** `describe` for tests that need a browser: skipped where there is none, which `./ted test` has said. */
export const describeInBrowser = BROWSER === '' ? describe.skip : describe;
