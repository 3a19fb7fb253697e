import { readSettings } from './settings.ts';

describe('readSettings', () => {
  it('simulates in real time on any free port by default', () => {
    const settings = {
      source: 'simulate',
      speed: 1,
      host: '127.0.0.1',
      port: 0,
      file: undefined,
      seed: undefined,
    };
    expect(readSettings({})).toEqual(settings);
    expect(readSettings({ FEED_SOURCE: '', FEED_SPEED: '', FEED_PORT: '', FEED_SEED: '' })).toEqual(settings);
  });

  it('reads every variable', () => {
    const replayed = { FEED_SOURCE: 'replay', FEED_FILE: 'a.ndjson', FEED_SPEED: 'max', FEED_PORT: '4000' };
    expect(readSettings(replayed)).toMatchObject({
      source: 'replay',
      file: 'a.ndjson',
      speed: Infinity,
      port: 4000,
    });
    expect(readSettings({ FEED_SPEED: '0.5', FEED_SEED: 's' })).toMatchObject({ speed: 0.5, seed: 's' });
  });

  it.each([
    [{ FEED_SOURCE: 'live' }, /^FEED_SOURCE is "live": it must be simulate or replay$/],
    [{ FEED_SOURCE: 'replay' }, /^FEED_FILE is not set: /],
    [{ FEED_SPEED: '0' }, /^FEED_SPEED is "0"/],
    [{ FEED_SPEED: 'fast' }, /^FEED_SPEED is "fast"/],
    [{ FEED_SPEED: 'Infinity' }, /^FEED_SPEED is "Infinity"/],
    [{ FEED_SPEED: 'max' }, /^FEED_SPEED is "max": .*replay/],
    [{ FEED_PORT: '70000' }, /^FEED_PORT is "70000"/],
    [{ FEED_PORT: '1.5' }, /^FEED_PORT is "1.5"/],
  ])('refuses %j', (env, message) => {
    expect(() => readSettings(env)).toThrow(message);
  });
});
