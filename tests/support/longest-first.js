import Sequencer from '@jest/test-sequencer';

/** From what takes longest: a run's last minute is then made of short files, of which no core waits for one. */
const FOLDERS = [/\/tests\/chaos\//, /\/tests\/browser\//, /\/tests\//];

/**
 * jest begins with the files that took longest before. On a fresh clone it knows nothing and begins with the largest ones, but what
 * starts processes takes long however few lines it has.
 */
export default class LongestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path, duration }) => {
      const folder = FOLDERS.findIndex((pattern) => pattern.test(path));
      return duration !== undefined || folder < 0 ? FOLDERS.length : folder;
    };
    return super.sort(tests).toSorted((a, b) => rank(a) - rank(b));
  }
}
