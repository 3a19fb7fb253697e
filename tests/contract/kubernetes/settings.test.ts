import type { ISecret } from 'kubernetes-models/v1/Secret';
import { ingestVariables, liveVariables, validate, workerVariables } from '@ted/platform';
import { feedsOf } from '../../../services/ingest/src/feeds/feed-list.ts';
import { schemaProblems } from '../../support/kubernetes-objects.ts';
import {
  built,
  environmentOf,
  ofKind,
  OVERLAYS,
  SECRETS_EXAMPLE,
  type Service,
  settingsOf,
  VARIABLES,
  workloads,
} from './manifests.ts';

/** What is not TED's own: where its file is, Node's options, and what other values are made of. */
const OF_THE_RUNTIME = ['TED_ENV_FILE', 'NODE_OPTIONS', 'POD_INDEX'];

describe.each(OVERLAYS)('the overlay %s', (name) => {
  const manifests = built(name);
  const all = workloads(manifests);
  const settings = settingsOf(manifests);

  it('gives every service settings that it knows and starts with, and keeps the switch in the file alone', () => {
    expect(settings).toHaveProperty('PERSISTENCE_ENABLED', 'false');
    const known = Object.assign({}, liveVariables, ...Object.values(VARIABLES)) as object;
    for (const variable of Object.keys(settings)) expect(known).toHaveProperty(variable);
    expect(() => validate(liveVariables, settings)).not.toThrow();
    for (const workload of all) {
      const env = environmentOf(workload);
      expect(env).toHaveProperty('TED_ENV_FILE', '/settings/.env');
      const specs = VARIABLES[workload.name as Service] ?? { MONGO_URL: workerVariables.MONGO_URL };
      for (const variable of Object.keys(env)) {
        if (OF_THE_RUNTIME.includes(variable)) continue;
        expect(specs).toHaveProperty(variable);
        // Or else the file's line would be a second truth that nobody heeds.
        expect(settings).not.toHaveProperty(variable);
      }
      expect(() => validate(specs, { ...settings, ...env })).not.toThrow();
    }
  });

  it('names the ingest replicas that there are', () => {
    const ingest = all.find((workload) => workload.name === 'ingest')!;
    const urls = (settings.INGEST_URLS ?? settings.INGEST_URL!).split(',');
    const expected = Array.from(
      { length: ingest.replicas! },
      (_none, index) => `http://ingest-${index}.ingest:8001`,
    );
    expect(urls).toEqual(expected);
  });

  it('gives each ingest its share of the feeds, and every feed to one', () => {
    const ingest = all.find((workload) => workload.name === 'ingest')!;
    const { FEEDS_SHARE = '0/1' } = environmentOf(ingest);
    expect(FEEDS_SHARE).toBe(`0/${ingest.replicas!}`);
    const shares = Array.from({ length: ingest.replicas! }, (_none, index) =>
      feedsOf(
        validate(ingestVariables, {
          ...settings,
          ...environmentOf(ingest),
          FEEDS_SHARE: FEEDS_SHARE.replace('0', String(index)),
        }),
      ).map((feed) => feed.name),
    );
    const wanted = name === 'one-feed' ? 1 : 1000;
    expect(shares.flat()).toHaveLength(wanted);
    expect(new Set(shares.flat()).size).toBe(wanted);
    expect(Math.max(...shares.map(({ length }) => length))).toBeLessThan((1.2 * wanted) / shares.length + 1);
  });
});

it('the example of the secrets is valid, and starts nothing', async () => {
  const secrets = SECRETS_EXAMPLE;
  expect(await schemaProblems(secrets)).toEqual([]);
  const values = Object.assign(
    {},
    ...ofKind<ISecret>(secrets, 'Secret').map(({ stringData }) => stringData),
  ) as Record<string, string>;
  for (const specs of Object.values(VARIABLES))
    for (const [variable, value] of Object.entries(values))
      if (variable in specs)
        expect(() => validate({ [variable]: (specs as never)[variable] }, { [variable]: value })).toThrow(
          `${variable}=`,
        );
  // Every secret that a pod asks for, by the name that it asks for.
  const refs = OVERLAYS.flatMap(built).flatMap((manifest) => [
    ...JSON.stringify(manifest).matchAll(
      /"secretKeyRef":\{"name":"([^"]+)","key":"([^"]+)"(,"optional":true)?/g,
    ),
  ]);
  const given = ofKind<ISecret>(secrets, 'Secret').flatMap(({ metadata, stringData }) =>
    Object.keys(stringData!).map((key) => `${metadata!.name}/${key}`),
  );
  const demanded = refs.filter(([, , , optional]) => !optional).map(([, secret, key]) => `${secret}/${key}`);
  expect(refs.length).toBeGreaterThan(5);
  for (const ref of demanded) expect(given).toContain(ref);
});
