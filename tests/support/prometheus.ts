import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../packages/cli/src/free-port.ts';
import { temporaryFolder } from './stores.ts';
import { ROOT } from './ted.ts';
import { eventually } from './wait.ts';

export interface Sample {
  labels: Record<string, string>;
  value: number;
}

/** A real Prometheus with the project's configuration, whose targets are those of a test's stack. */
export class Prometheus {
  readonly #process: ChildProcess;
  readonly #url: string;

  private constructor(process: ChildProcess, url: string) {
    this.#process = process;
    this.#url = url;
  }

  /** @param targetsOf the addresses of a job's replicas */
  static async start(program: string, targetsOf: (job: string) => string[]): Promise<Prometheus> {
    const folder = temporaryFolder('prometheus');
    const config = join(folder, 'prometheus.yml');
    writeFileSync(config, configFor(targetsOf, folder));
    const port = await freePort();
    const child = spawn(
      program,
      [
        `--config.file=${config}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
        '--log.level=error',
      ],
      { stdio: ['ignore', 'inherit', 'inherit'] },
    );
    const prometheus = new Prometheus(child, `http://127.0.0.1:${port}`);
    await eventually(
      'Prometheus is ready',
      () => fetch(`http://127.0.0.1:${port}/-/ready`),
      ({ ok }) => ok,
    );
    return prometheus;
  }

  /** The series that a query finds now. */
  async query(query: string): Promise<Sample[]> {
    const answer = (await this.#get(`/api/v1/query?query=${encodeURIComponent(query)}`)) as {
      result: { metric: Record<string, string>; value: [number, string] }[];
    };
    return answer.result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
  }

  async ruleCount(): Promise<number> {
    const { groups } = (await this.#get('/api/v1/rules')) as { groups: { rules: unknown[] }[] };
    return groups.flatMap(({ rules }) => rules).length;
  }

  async stop(): Promise<void> {
    const exited = once(this.#process, 'exit');
    this.#process.kill('SIGTERM');
    await exited;
  }

  async #get(path: string): Promise<unknown> {
    const answer = (await (await fetch(this.#url + path)).json()) as {
      status: string;
      data: unknown;
      error?: string;
    };
    if (answer.status !== 'success') throw new Error(answer.error);
    return answer.data;
  }
}

/** The project's prometheus.yml: other targets, no token, and a second between two scrapes. */
function configFor(targetsOf: (job: string) => string[], folder: string): string {
  const rules = join(folder, 'ted.yml');
  writeFileSync(rules, readFileSync(join(ROOT, 'infra/prometheus/rules/ted.yml')));
  return readFileSync(join(ROOT, 'infra/prometheus/prometheus.yml'), 'utf8')
    .replace(/_interval: 15s/g, '_interval: 1s')
    .replace('/etc/prometheus/rules/ted.yml', rules)
    .replace(/^ *authorization:.*\n/gm, '')
    .replace(/- job_name: (\S+)\n *dns_sd_configs:.*$/gm, (_all, job: string) => {
      const targets = targetsOf(job).map((target) => `'${target}'`);
      return `- job_name: ${job}\n    static_configs: [{ targets: [${targets.join(', ')}] }]`;
    });
}

/** Every query of every dashboard, as Grafana would send it. */
export function dashboardQueries(): string[] {
  const folder = join(ROOT, 'infra/grafana/dashboards');
  const queries = readdirSync(folder).flatMap((file) => {
    const { panels } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as {
      panels: { targets: { expr: string }[] }[];
    };
    return panels.flatMap(({ targets }) =>
      targets.map(({ expr }) => expr.replaceAll('$__rate_interval', '10s')),
    );
  });
  return [...new Set(queries)];
}
