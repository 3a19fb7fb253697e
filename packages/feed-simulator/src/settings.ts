/** What the process is told by its environment. */
export interface FeedSettings {
  source: 'simulate' | 'replay';
  /** Infinity for `max`. */
  speed: number;
  file: string | undefined;
  host: string;
  port: number;
  seed: string | undefined;
}

/** Reads FEED_SOURCE, FEED_SPEED, FEED_FILE, FEED_HOST, FEED_PORT and FEED_SEED; throws an error that names the variable. */
export function readSettings(env: Readonly<Record<string, string | undefined>>): FeedSettings {
  const source = env['FEED_SOURCE'] || 'simulate';
  if (source !== 'simulate' && source !== 'replay')
    throw refusal('FEED_SOURCE', source, 'simulate or replay');

  const givenSpeed = env['FEED_SPEED'] || '1';
  const speed = givenSpeed === 'max' ? Infinity : Number(givenSpeed);
  if (!(speed > 0) || (speed === Infinity && givenSpeed !== 'max')) {
    throw refusal('FEED_SPEED', givenSpeed, 'a number above 0 or max');
  }
  if (source === 'simulate' && speed === Infinity) {
    throw refusal(
      'FEED_SPEED',
      givenSpeed,
      'a number above 0: simulated games never end, max is for a replay',
    );
  }

  const givenPort = env['FEED_PORT'] || '0';
  const port = Number(givenPort);
  if (!(Number.isInteger(port) && port >= 0 && port <= 65_535)) {
    throw refusal('FEED_PORT', givenPort, 'a port from 0 (any free one) to 65535');
  }

  const file = env['FEED_FILE'] || undefined;
  if (source === 'replay' && !file) throw refusal('FEED_FILE', '', 'the recording to replay');
  const host = env['FEED_HOST'] || '127.0.0.1';
  return { source, speed, file, host, port, seed: env['FEED_SEED'] || undefined };
}

function refusal(variable: string, given: string, allowed: string): Error {
  return new Error(`${variable} is ${given === '' ? 'not set' : `"${given}"`}: it must be ${allowed}`);
}
