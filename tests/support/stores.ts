import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findMongo, mongoProcess } from '../../packages/cli/src/stack/mongo.ts';
import { findRedis, redisProcess } from '../../packages/cli/src/stack/redis.ts';
import { SupervisedProcess, type ProcessSpec } from '../../packages/cli/src/supervisor/supervised-process.ts';

/** A new empty folder under the system's temporary one. */
export function temporaryFolder(name: string): string {
  return mkdtempSync(join(tmpdir(), `ted-${name}-`));
}

/** A real Redis of this test's own, as `./ted up` starts it. It stays down once it was killed. */
export async function startRedis(folder = temporaryFolder('redis')): Promise<StoreProcess> {
  const source = await findRedis({}, () => undefined);
  if (source.kind === 'url') throw new Error('tests start a Redis of their own');
  return StoreProcess.start(redisProcess(source.program, folder));
}

/** A real MongoDB wire server of this test's own: mongod where there is one, else the embedded server. */
export async function startMongo(folder = temporaryFolder('mongo')): Promise<StoreProcess> {
  const source = findMongo({});
  if (source.kind === 'url') throw new Error('tests that stop MongoDB start one of their own');
  return StoreProcess.start(mongoProcess(source, folder));
}

/** A store that a test may stop and start again at the same address. */
export class StoreProcess {
  readonly url: string;
  readonly #spec: ProcessSpec;
  #process: SupervisedProcess;

  private constructor(spec: ProcessSpec, process: SupervisedProcess, url: string) {
    this.#spec = spec;
    this.#process = process;
    this.url = url;
  }

  static async start(spec: ProcessSpec): Promise<StoreProcess> {
    const process = newProcess(spec);
    return new StoreProcess(spec, process, await process.start());
  }

  /** An orderly stop. */
  async stop(): Promise<void> {
    await this.#process.stop();
  }

  get pid(): number {
    if (this.#process.pid === undefined) throw new Error('it does not run');
    return this.#process.pid;
  }

  /** kill -9. */
  async kill(): Promise<void> {
    this.#process.kill();
    await this.#process.stop();
  }

  /** Starts it again at the same address, with the data that it has on disk. */
  async restart(): Promise<void> {
    this.#process = newProcess({ ...this.#spec, launch: () => this.#spec.launch(this.url) });
    await this.#process.start();
  }
}

function newProcess(spec: ProcessSpec): SupervisedProcess {
  return new SupervisedProcess(spec, {
    line: () => undefined,
    ready: () => undefined,
    died: () => undefined,
  });
}
