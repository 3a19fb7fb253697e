import { fileURLToPath } from 'node:url';
import { CliError, UsageError } from '../errors.ts';
import { feedChoice } from './feed.ts';

const file = fileURLToPath(import.meta.url);

describe('feedChoice', () => {
  it('takes what fits together', () => {
    expect(feedChoice({ feed: 'simulate' })).toEqual({ kind: 'simulate', speed: '1' });
    expect(feedChoice({ feed: 'replay', file, speed: 'max' })).toEqual({
      kind: 'replay',
      speed: 'max',
      file,
    });
    expect(feedChoice({ feed: 'live' })).toEqual({ kind: 'live' });
  });

  it.each([
    { feed: 'replay' },
    { feed: 'simulate', file },
    { feed: 'simulate', speed: 'max' },
    { feed: 'live', speed: '2' },
  ] as const)('refuses %j', (options) => {
    expect(() => feedChoice(options)).toThrow(UsageError);
  });

  it('refuses a recording that cannot be read before anything starts', () => {
    expect(() => feedChoice({ feed: 'replay', file: '/nowhere.ndjson' })).toThrow(CliError);
  });
});
