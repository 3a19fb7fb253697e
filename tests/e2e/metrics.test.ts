import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { findProgram } from '../../packages/cli/src/find-program.ts';
import { kustomize } from '../support/kustomize.ts';
import { dashboardQueries, Prometheus } from '../support/prometheus.ts';
import { ROOT, Ted } from '../support/ted.ts';
import { eventually } from '../support/wait.ts';

/** What each service has to show while games run and are stored: these names with a value above 0. */
const ALIVE = {
  ingest: [
    'ted_feed_connected',
    'ted_feed_updates_total',
    'ted_feed_last_update_timestamp_seconds',
    'ted_ticks_total',
    'ted_games_total',
    'ted_records_total{kind="tick_sample"}',
    'ted_update_duration_seconds_count',
    'ted_ring_items{ring="ticks"}',
    'ted_ring_capacity{ring="history"}',
    'ted_outbox_bytes',
    'ted_outbox_stored_total',
    'ted_persistence_enabled',
    'ted_redis_up',
    'ted_outbox_disk_up',
    'nodejs_eventloop_lag_p99_seconds',
  ],
  'persistence-worker-1': [
    'ted_batches_total{outcome="stored"}',
    'ted_batch_duration_seconds_count',
    'ted_batch_wait_seconds_count',
    'ted_tick_to_stored_seconds_count',
    'ted_records_stored_total{collection="predictions"}',
    'ted_persistence_enabled',
    'ted_mongodb_up',
    'ted_redis_up',
    'nodejs_eventloop_lag_p99_seconds',
  ],
  'api-gateway': [
    'ted_http_request_duration_seconds_count{method="GET",route="/api/status",status="200"}',
    'ted_feed_to_client_seconds_count',
    'ted_ingest_up',
    'ted_redis_up',
    'ted_mongodb_up',
    'ted_workers_alive',
    'ted_component_state{component="feed"}',
    'ted_persistence_records_saved_total',
    'ted_persistence_last_save_timestamp_seconds',
    'ted_retention_last_run_timestamp_seconds',
    'ted_queue_jobs{queue="batches",state="completed"}',
    'nodejs_eventloop_lag_p99_seconds',
  ],
};

describe('/metrics of a running stack', () => {
  let ted: Ted;
  beforeAll(async () => {
    ted = await Ted.up({ args: ['--speed', '40', '--workers', '2'] });
    await ted.api('/api/status');
  });
  afterAll(() => ted.stop());

  const urlOf = (service: string): string => ted.stack.processes.find(({ name }) => name === service)!.url;
  const scrape = async (service: string): Promise<string> =>
    (await fetch(new URL('/metrics', urlOf(service)))).text();

  it.each(Object.entries(ALIVE))('%s shows what it does', async (service, names) => {
    await eventually(
      'values above 0',
      async () => {
        const text = await scrape(service);
        return names.filter((name) => !(valueOf(text, name)! > 0));
      },
      (missing) => missing.length === 0,
    );
  });

  it('follows the conventions, by promtool', async () => {
    const promtool = findProgram('promtool');
    if (!promtool)
      return console.warn('skipped: no promtool on the PATH (Debian: apt-get install prometheus)');
    for (const service of Object.keys(ALIVE)) {
      const own = ownMetrics(await scrape(service));
      const { status, stdout, stderr } = spawnSync(promtool, ['check', 'metrics'], {
        input: own,
        encoding: 'utf8',
      });
      expect({ service, status, stdout, stderr }).toEqual({ service, status: 0, stdout: '', stderr: '' });
    }
  });

  it('a real Prometheus scrapes all of it with the rules loaded, and every query of the dashboards has an answer', async () => {
    const program = findProgram('prometheus');
    if (!program)
      return console.warn('skipped: no prometheus on the PATH (Debian: apt-get install prometheus)');
    const prometheus = await Prometheus.start(program, (job) =>
      ted.stack.processes.filter(({ name }) => name.startsWith(job)).map(({ url }) => new URL(url).host),
    );
    try {
      const replicas = await eventually(
        'all scraped',
        () => prometheus.query('up'),
        (found) => found.length === 4 && found.every(({ value }) => value === 1),
      );
      expect(replicas.filter(({ labels }) => labels.job === 'persistence-worker')).toHaveLength(2);
      expect(await prometheus.ruleCount()).toBeGreaterThan(20);
      for (const query of dashboardQueries()) {
        // A rate needs two scrapes, some series their first event.
        await eventually(
          query,
          () => prometheus.query(query),
          (found) => found.length > 0,
        );
      }
    } finally {
      await prometheus.stop();
    }
  });

  it('every probe of the Kubernetes manifests has an answer', async () => {
    const probes = kustomize(join(ROOT, 'infra/k8s/base')).flatMap(({ metadata, spec }) =>
      [...JSON.stringify(spec ?? {}).matchAll(/"httpGet":\{"path":"([^"]+)"/g)].map(
        ([, path]) => [metadata.name, path!] as const,
      ),
    );
    expect(probes).toHaveLength(9);
    for (const [service, path] of probes) {
      const { url } = ted.stack.processes.find(({ name }) => name.startsWith(service))!;
      expect({ service, path, status: (await fetch(new URL(path, url))).status }).toEqual({
        service,
        path,
        status: 200,
      });
    }
  });

  it("is not for a proxy's clients", async () => {
    const answer = await fetch(new URL('/metrics', ted.stack.gateway_url), {
      headers: { 'x-forwarded-for': '203.0.113.7' },
    });
    expect(answer.status).toBe(403);
    expect(await answer.text()).not.toContain('ted_');
  });
});

/** The value of a series in Prometheus' text format. */
function valueOf(text: string, series: string): number | undefined {
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
}

/** Without what the library adds about the process, some of whose names promtool does not like. */
function ownMetrics(text: string): string {
  return text
    .split('\n')
    .filter((line) => /^(# (HELP|TYPE) )?ted_/.test(line))
    .concat('')
    .join('\n');
}
