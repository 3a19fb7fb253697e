import { readFileSync } from 'node:fs';
import { parseEnvText } from './env-file.ts';
import { SettingsError, validate } from './settings.ts';
import { gatewayVariables, ingestVariables, liveVariables, workerVariables } from './variables.ts';

const mongo = { MONGO_URL: workerVariables.MONGO_URL };

describe('a bad value', () => {
  it.each([
    [{ CLEANUP_HOUR_UTC: '24' }, 'CLEANUP_HOUR_UTC=24 is not valid: allowed is a whole number from 0 to 23'],
    [{ PERSISTENCE_BATCH_SIZE: '1.5' }, 'PERSISTENCE_BATCH_SIZE=1.5 is not valid'],
    [{ PERSISTENCE_ENABLED: 'ja' }, 'PERSISTENCE_ENABLED=ja is not valid: allowed is true or false'],
  ])('%j is named with its value and what is allowed', (environment, message) => {
    expect(() => validate(liveVariables, environment)).toThrow(message);
    expect(() => validate(liveVariables, environment)).toThrow(SettingsError);
  });

  it('that is missing is named with an example', () => {
    expect(() => validate(mongo, {})).toThrow(/MONGO_URL is not set .*for example mongodb:\/\//);
  });

  it('never shows a password', () => {
    expect(() => validate(mongo, { MONGO_URL: 'mysql://user:hunter2@host/db' })).toThrow(/allowed is a URL/);
    expect(() => validate(mongo, { MONGO_URL: 'mysql://user:hunter2@host/db' })).not.toThrow(/hunter2/);
  });
});

it.each([
  'mongodb://a:1,b:2,c:3/x?replicaSet=r',
  'mongodb+srv://user:pw@cluster.example/db',
  'mongodb://localhost',
])('%s is a MongoDB URL', (MONGO_URL) => {
  expect(validate(mongo, { MONGO_URL }).MONGO_URL).toBe(MONGO_URL);
});

it('.env.example names every live variable with its default, and nothing that no service knows', () => {
  const text = readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8');
  const defaults = validate(liveVariables, {});
  const set = parseEnvText(text);
  expect(set).toEqual(
    Object.fromEntries(Object.entries(defaults).map(([name, value]) => [name, String(value)])),
  );
  const known = { ...liveVariables, ...ingestVariables, ...workerVariables, ...gatewayVariables };
  const mentioned = [...text.matchAll(/^# ([A-Z_]+)=/gm)].map((match) => match[1]!);
  expect(mentioned.length).toBeGreaterThan(5);
  for (const name of mentioned) expect(Object.keys(known)).toContain(name);
});
