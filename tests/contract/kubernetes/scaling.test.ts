import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IHorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler';
import { parse, stringify } from 'yaml';
import { findProgram } from '../../../packages/cli/src/find-program.ts';
import { temporaryFolder } from '../../support/stores.ts';
import { built, FOLDER, ofKind, OVERLAYS, workloads } from './manifests.ts';

describe.each(OVERLAYS)('the overlay %s', (name) => {
  const manifests = built(name);
  const all = workloads(manifests);

  it('scales the workers, and says how many in one place only', () => {
    const [scaler] = ofKind<IHorizontalPodAutoscaler>(manifests, 'HorizontalPodAutoscaler');
    const target = all.find((workload) => workload.name === scaler!.spec!.scaleTargetRef.name)!;
    expect(target).toMatchObject({ kind: 'Deployment', replicas: undefined });
    // A worker stores one batch at a time, and an ingest has 32 out.
    const ingests = all.find((workload) => workload.name === 'ingest')!.replicas!;
    expect(scaler!.spec!.maxReplicas).toBeLessThanOrEqual(32 * ingests);
    const asked = scaler!.spec!.metrics!.map(({ external }) => external!.metric.name);
    const { externalRules } = parse(readFileSync(join(FOLDER, 'prometheus/adapter.yaml'), 'utf8')) as {
      externalRules: { seriesQuery: string }[];
    };
    expect(asked).toEqual(externalRules.map(({ seriesQuery }) => seriesQuery.split('{')[0]));
  });
});

it('Prometheus takes the scrape configuration', () => {
  const promtool = findProgram('promtool');
  if (!promtool) return console.warn('skipped: no promtool on the PATH (Debian: apt-get install prometheus)');
  // Debian's is built without Kubernetes: all but that.
  const text = readFileSync(join(FOLDER, 'prometheus/scrape.yaml'), 'utf8');
  const checked = text.replace(/^ *kubernetes_sd_configs:\n.*\n/m, '');
  expect(checked).not.toBe(text);
  const file = join(temporaryFolder('scrape'), 'scrape.yaml');
  writeFileSync(file, checked);
  const { status, stdout, stderr } = spawnSync(promtool, ['check', 'config', '--syntax-only', file], {
    encoding: 'utf8',
  });
  expect({ status, says: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, says: '' });
});

it('the workers’ autoscaler sees the oldest and the sum of what can be stored, and nothing while persistence is off', () => {
  const promtool = findProgram('promtool');
  if (!promtool) return console.warn('skipped: no promtool on the PATH (Debian: apt-get install prometheus)');
  const { externalRules } = parse(readFileSync(join(FOLDER, 'prometheus/adapter.yaml'), 'utf8')) as {
    externalRules: { seriesQuery: string; metricsQuery: string }[];
  };
  const folder = temporaryFolder('adapter');
  const names = externalRules.map(({ seriesQuery }) => seriesQuery.split('{')[0]!);
  const rules = externalRules.map(({ metricsQuery }, index) => ({
    record: `asked:${names[index]!}`,
    expr: metricsQuery
      .replaceAll('<<.Series>>', names[index]!)
      .replaceAll('<<.LabelMatchers>>', 'namespace="ted"')
      .replaceAll('<<.GroupBy>>', 'namespace'),
  }));
  writeFileSync(join(folder, 'rules.yaml'), stringify({ groups: [{ name: 'adapter', rules }] }));
  // On for two minutes, then off.
  const series = (name: string, pod: number, values: string) => ({
    series: `${name}{job="ingest",namespace="ted",pod="ingest-${pod}"}`,
    values,
  });
  const at = (time: string, figures: number[]) =>
    names.map((name, index) => ({
      expr: `asked:${name}`,
      eval_time: time,
      exp_samples: [{ labels: `asked:${name}{namespace="ted"}`, value: figures[index]! }],
    }));
  const test = {
    rule_files: ['rules.yaml'],
    evaluation_interval: '1m',
    tests: [
      {
        interval: '1m',
        input_series: [0, 1].flatMap((pod) => [
          series('ted_outbox_oldest_age_seconds', pod, pod === 0 ? '90 90 90' : '20 20 20'),
          series('ted_outbox_pending_records', pod, pod === 0 ? '5000 5000 5000' : '700 700 700'),
          series('ted_persistence_enabled', pod, '1 1 0'),
        ]),
        promql_expr_test: [...at('1m', [90, 5700]), ...at('2m', [0, 0])],
      },
    ],
  };
  writeFileSync(join(folder, 'test.yaml'), stringify(test));
  const { status, stdout, stderr } = spawnSync(promtool, ['test', 'rules', 'test.yaml'], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect({ status, says: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, says: '' });
});
