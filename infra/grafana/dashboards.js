/**
 * The Grafana dashboards: what they show, in short form. `node infra/grafana/dashboards.js` writes them to dashboards/*.json, which
 * Grafana reads; a test holds the two together and runs every query against a real Prometheus.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const p = (quantile, metric) =>
  `histogram_quantile(${quantile}, sum by (le) (rate(${metric}_bucket[$__rate_interval])))`;
const rate = (metric, by = '') => `sum${by ? ` by (${by})` : ''} (rate(${metric}[$__rate_interval]))`;

/** Panels: title, unit, then queries with their legends. Four in a row at most. */
const content = {
  'TED: live': [
    ['Feed connected', 'bool', { max: 'max(ted_feed_connected)' }],
    ['Since the last update', 's', { age: 'time() - max(ted_feed_last_update_timestamp_seconds)' }],
    ['WebSocket clients', 'short', { clients: 'sum(ted_websocket_clients)' }],
    ['State of the parts', 'percentunit', { '{{component}}': 'min by (component) (ted_component_state)' }],
    ['Ticks', 'ops', { ticks: rate('ted_ticks_total'), updates: rate('ted_feed_updates_total') }],
    ['Games', 'short', { 'in the last hour': 'sum(increase(ted_games_total[1h]))' }],
    [
      'Feed to client',
      's',
      { p50: p(0.5, 'ted_feed_to_client_seconds'), p99: p(0.99, 'ted_feed_to_client_seconds') },
    ],
    [
      'A feed update in ingest',
      's',
      { p50: p(0.5, 'ted_update_duration_seconds'), p99: p(0.99, 'ted_update_duration_seconds') },
    ],
    ['Events not used', 'ops', { all: rate('ted_feed_rejected_total') + ' or vector(0)' }],
    ['Memory rings', 'short', { '{{ring}}': 'max by (ring) (ted_ring_items)' }],
    [
      'HTTP requests',
      'reqps',
      { '{{route}} {{status}}': rate('ted_http_request_duration_seconds_count', 'route, status') },
    ],
    ['HTTP duration', 's', { p99: p(0.99, 'ted_http_request_duration_seconds') }],
  ],
  'TED: storing': [
    ['Persistence', 'bool', { '{{job}}': 'min by (job) (ted_persistence_enabled)' }],
    ['Since the last save', 's', { age: 'time() - max(ted_persistence_last_save_timestamp_seconds)' }],
    ['Dead letters', 'short', { letters: 'max(ted_dead_letters)' }],
    ['Since the last cleanup', 's', { age: 'time() - max(ted_retention_last_run_timestamp_seconds)' }],
    ['Records made', 'ops', { '{{kind}}': rate('ted_records_total', 'kind') }],
    ['Documents stored', 'ops', { '{{collection}}': rate('ted_records_stored_total', 'collection') }],
    [
      'Tick to stored',
      's',
      { p50: p(0.5, 'ted_tick_to_stored_seconds'), p95: p(0.95, 'ted_tick_to_stored_seconds') },
    ],
    ['Batches', 'ops', { '{{outcome}}': rate('ted_batches_total', 'outcome') }],
    [
      'Batch duration and wait',
      's',
      {
        'duration p95': p(0.95, 'ted_batch_duration_seconds'),
        'wait p95': p(0.95, 'ted_batch_wait_seconds'),
      },
    ],
    ['Queues', 'short', { '{{queue}} {{state}}': 'max by (queue, state) (ted_queue_jobs)' }],
    ['Oldest job', 's', { '{{queue}}': 'max by (queue) (ted_queue_oldest_job_age_seconds)' }],
    [
      'Outbox: waiting',
      'short',
      { records: 'max(ted_outbox_pending_records)', batches: 'max(ted_outbox_batches_out)' },
    ],
    ['Outbox: oldest', 's', { age: 'max(ted_outbox_oldest_age_seconds)' }],
    ['Outbox: size', 'bytes', { used: 'max(ted_outbox_bytes)', bound: 'max(ted_outbox_max_bytes)' }],
    ['Given up', 'short', { '{{kind}}': 'max by (kind) (ted_outbox_dropped_total)' }],
    ['Redis and MongoDB', 'bool', { redis: 'min(ted_redis_up)', mongodb: 'min(ted_mongodb_up)' }],
  ],
  'TED: processes': [
    ['Up', 'bool', { '{{job}} {{instance}}': 'up{job=~"ingest|persistence-worker|api-gateway"}' }],
    ['Workers', 'short', { alive: 'max(ted_workers_alive)' }],
    [
      'Log lines',
      'ops',
      { '{{job}} {{level}}': rate('ted_log_lines_total{level=~"error|warn"}', 'job, level') },
    ],
    ['Stuck', 'bool', { '{{job}} {{instance}}': 'ted_wedged' }],
    [
      'Event loop, p99 (50 ms without lag)',
      's',
      { '{{job}} {{instance}}': 'nodejs_eventloop_lag_p99_seconds' },
    ],
    ['CPU', 'percentunit', { '{{job}} {{instance}}': 'rate(process_cpu_seconds_total[$__rate_interval])' }],
    ['Memory', 'bytes', { '{{job}} {{instance}}': 'process_resident_memory_bytes' }],
    ['Heap', 'bytes', { '{{job}} {{instance}}': 'nodejs_heap_size_used_bytes' }],
  ],
};

const WIDTH = 6;
const HEIGHT = 7;
const DATASOURCE = { type: 'prometheus', uid: 'prometheus' };

function panel([title, unit, queries], i) {
  return {
    id: i + 1,
    title,
    type: 'timeseries',
    datasource: DATASOURCE,
    gridPos: { x: (i % 4) * WIDTH, y: Math.floor(i / 4) * HEIGHT, w: WIDTH, h: HEIGHT },
    fieldConfig: { defaults: { unit, min: 0, custom: { fillOpacity: 8, lineWidth: 1 } }, overrides: [] },
    options: { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi' } },
    targets: Object.entries(queries).map(([legendFormat, expr], n) => ({
      refId: String.fromCharCode(65 + n),
      datasource: DATASOURCE,
      expr,
      legendFormat,
    })),
  };
}

/** The files: name and text. */
export function dashboardFiles() {
  return Object.entries(content).map(([title, panels]) => {
    const uid = title.replace(': ', '-').toLowerCase();
    const dashboard = {
      uid,
      title,
      tags: ['ted'],
      timezone: 'utc',
      schemaVersion: 39,
      refresh: '10s',
      time: { from: 'now-1h', to: 'now' },
      panels: panels.map(panel),
    };
    return { name: `${uid}.json`, text: `${JSON.stringify(dashboard, undefined, 2)}\n` };
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { name, text } of dashboardFiles())
    writeFileSync(new URL(`dashboards/${name}`, import.meta.url), text);
}
