/** Teardown and the last closings take less than this. */
const GRACE_MS = 15_000;

/**
 * Ends a run that would hang: something a test has opened (a connection that reconnects for ever) keeps the process alive,
 * as after a test that failed half-way. It is a failure, also when all tests passed.
 */
export default class EndOfRun {
  onRunComplete() {
    setTimeout(() => {
      process.stderr.write('The tests have left something open: ending the run as failed\n');
      process.exit(1);
    }, GRACE_MS).unref();
  }
}
