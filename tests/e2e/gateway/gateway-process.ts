import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ROOT, type Ted } from '../../support/ted.ts';

/** One more gateway beside a stack's own. */
export class GatewayProcess {
  readonly url: string;
  readonly #child: ChildProcess;

  private constructor(url: string, child: ChildProcess) {
    this.url = url;
    this.#child = child;
  }

  static async start(ted: Ted, env: NodeJS.ProcessEnv = {}): Promise<GatewayProcess> {
    const { ingest_url, mongo_url, redis_url } = ted.stack;
    const child = fork(join(ROOT, 'services/api-gateway/dist/main.js'), {
      env: {
        ...process.env,
        TED_ENV_FILE: ted.envFile,
        INGEST_URL: ingest_url,
        MONGO_URL: mongo_url,
        REDIS_URL: redis_url,
        FEED_NAME: 'simulated',
        GATEWAY_PORT: '0',
        ...env,
      },
      stdio: 'ignore',
    });
    const [{ url }] = (await once(child, 'message')) as [{ url: string }];
    return new GatewayProcess(url, child);
  }

  get pid(): number {
    return this.#child.pid!;
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = once(this.#child, 'exit');
    this.#child.kill(signal);
    await exited;
  }
}
