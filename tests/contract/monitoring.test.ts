import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from '../../packages/cli/src/find-program.ts';
// @ts-expect-error a plain script, which has no types
import { dashboardFiles } from '../../infra/grafana/dashboards.js';
import { ROOT } from '../support/ted.ts';

const RULES = join(ROOT, 'infra/prometheus/rules');
const read = (path: string): string => readFileSync(path, 'utf8');
const alerts = [...read(join(RULES, 'ted.yml')).matchAll(/- alert: (\w+)/g)].map(([, name]) => name!);

it('every alert has its section in the runbook, its link to it, and its case in the rules’ test', () => {
  const sections = [...read(join(ROOT, 'docs/runbook.md')).matchAll(/^## (\w+)$/gm)].map(([, name]) => name);
  expect(sections).toEqual(alerts);
  const links = [...read(join(RULES, 'ted.yml')).matchAll(/runbook: docs\/runbook\.md#(\w+)/g)];
  expect(links.map(([, name]) => name)).toEqual(alerts.map((name) => name.toLowerCase()));
  const cases = [...read(join(RULES, 'ted.test.yml')).matchAll(/^ {2}- name: (\w+)/gm)].map(
    ([, name]) => name,
  );
  expect(cases).toEqual(['healthy', ...alerts]);
});

it('the rules are right, and raise what they should and nothing else', () => {
  const promtool = findProgram('promtool');
  if (!promtool) return console.warn('skipped: no promtool on the PATH (Debian: apt-get install prometheus)');
  for (const args of [
    ['check', 'rules', 'ted.yml'],
    ['test', 'rules', 'ted.test.yml'],
  ]) {
    const { status, stdout, stderr } = spawnSync(promtool, args, { cwd: RULES, encoding: 'utf8' });
    expect({ status, says: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, says: '' });
  }
});

it('the dashboards are those that their code describes (node infra/grafana/dashboards.js)', () => {
  const files = dashboardFiles() as { name: string; text: string }[];
  expect(files).toHaveLength(3);
  for (const { name, text } of files) expect(read(join(ROOT, 'infra/grafana/dashboards', name))).toBe(text);
});
