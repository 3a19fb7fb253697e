import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { freePort } from '../../packages/cli/src/free-port.ts';
import { findProgram } from '../../packages/cli/src/find-program.ts';
import { parseEnvText } from '@ted/platform';
import { ROOT } from '../support/ted.ts';

/** Why nothing of this can run here; undefined where it can. */
export function engineProblem(): string | undefined {
  if (!findProgram('docker')) return 'there is no docker on the PATH';
  if (!findProgram('docker-compose')) return 'there is no docker-compose on the PATH';
  const { status } = spawnSync('docker', ['info'], { stdio: 'ignore' });
  return status === 0 ? undefined : 'no Docker engine answers';
}

export interface Ran {
  code: number | null;
  output: string;
}

/** A newcomer's copy of the project, in which the guide's commands are typed; with a compose project of its own. */
export class Deployment {
  readonly folder = mkdtempSync(join(tmpdir(), 'ted-compose-'));
  readonly port: number;
  readonly #env: NodeJS.ProcessEnv;

  private constructor(port: number) {
    this.port = port;
    this.#env = {
      ...process.env,
      COMPOSE_PROJECT_NAME: `ted${randomBytes(4).toString('hex')}`,
      TED_PORT: String(port),
      FEED_SPEED: '8',
      TED_ROOT: undefined,
      REDIS_URL: undefined,
      MONGO_URL: undefined,
      // Where mongo:7 can be had, the compose file runs as it is.
      ...(hasImage('mongo:7')
        ? {}
        : { COMPOSE_FILE: 'docker-compose.yml:tests/compose/docker-compose.override.yml' }),
    };
  }

  static async create(): Promise<Deployment> {
    const deployment = new Deployment(await freePort());
    // The containers look into it.
    chmodSync(deployment.folder, 0o755);
    // A clone, with what git knows as it lies here.
    execFileSync('git', ['clone', '--quiet', '--no-checkout', ROOT, deployment.folder]);
    const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], { cwd: ROOT });
    const archive = execFileSync('tar', ['-c', '--null', '--ignore-failed-read', '-T', '-'], {
      cwd: ROOT,
      input: files,
      maxBuffer: 500_000_000,
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    execFileSync('tar', ['-x', '-C', deployment.folder], { input: archive });
    deployment.type(
      'git add --all && git -c user.name=test -c user.email=test@localhost commit -qm "as it lies here" --allow-empty',
    );
    return deployment;
  }

  /** Types a line of the guide. One that follows a log is ended after some seconds, as a person would. */
  type(line: string): Ran {
    const here = line.replaceAll('localhost:8000', `localhost:${this.port}`);
    const follows = / logs -f /.test(here);
    const command = follows ? `timeout 5 ${here}` : here;
    const began = Date.now();
    const { status, stdout, stderr } = spawnSync('bash', ['-c', command], {
      cwd: this.folder,
      env: this.#env,
      encoding: 'utf8',
      maxBuffer: 100_000_000,
      // `docker-compose exec` and `run` want a terminal where there is one.
      input: 'db.games.countDocuments()\ndb.predictions.countDocuments()\n',
    });
    const seconds = ((Date.now() - began) / 1000).toFixed(1);
    process.stderr.write(`$ ${command}  (${status} after ${seconds} s)\n`);
    return { code: follows ? 0 : status, output: stdout + stderr };
  }

  /** The answer of the published gateway. */
  async api(path: string): Promise<any> {
    const answer = await fetch(`http://127.0.0.1:${this.port}${path}`, { signal: AbortSignal.timeout(5000) });
    if (!answer.ok) throw new Error(`${path}: HTTP ${answer.status}`);
    return answer.json();
  }

  /** Ids of a service's running containers. Compose itself, whichever it is, takes a second for the same answer. */
  containers(service: string): string[] {
    const labels = { project: this.#env.COMPOSE_PROJECT_NAME, service };
    const filters = Object.entries(labels).flatMap(([name, value]) => [
      '--filter',
      `label=com.docker.compose.${name}=${value}`,
    ]);
    return docker('ps', '-q', ...filters)
      .split('\n')
      .filter(Boolean);
  }

  inspect(id: string, format: string): string {
    return docker('inspect', '--format', format, id);
  }

  get secrets(): string[] {
    const values = parseEnvText(readFileSync(join(this.folder, '.env'), 'utf8'));
    return Object.values(values).filter((value) => /^[0-9a-f]{48}$/.test(value));
  }

  /** Sets a variable in the .env in place. */
  set(name: string, value: string): void {
    const file = join(this.folder, '.env');
    const text = readFileSync(file, 'utf8').replace(new RegExp(`^${name}=.*$`, 'm'), `${name}=${value}`);
    writeFileSync(file, text);
  }

  /** A connection to the database, over the engine's own network. */
  async mongo(): Promise<MongoClient> {
    const [id] = this.containers('mongodb');
    const address = this.inspect(id!, '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}');
    const { MONGO_PASSWORD } = parseEnvText(readFileSync(join(this.folder, '.env'), 'utf8'));
    const user = hasImage('mongo:7') ? `ted:${MONGO_PASSWORD}@` : '';
    return MongoClient.connect(`mongodb://${user}${address}:27017/rugs_tracker?directConnection=true`);
  }

  remove(): void {
    this.type('docker-compose --profile tools --profile simulate down -v --remove-orphans --timeout 5');
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export function docker(...args: string[]): string {
  return execFileSync('docker', args, { encoding: 'utf8', maxBuffer: 1_000_000_000 }).trim();
}

export function hasImage(name: string): boolean {
  return spawnSync('docker', ['image', 'inspect', name], { stdio: 'ignore' }).status === 0;
}

/** Whether this clone holds the commit; a shallow one may not. */
export function knows(commit: string): boolean {
  return (
    spawnSync('git', ['-C', ROOT, 'cat-file', '-e', `${commit}^{commit}`], { stdio: 'ignore' }).status === 0
  );
}
