import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { CliError, messageOf } from '../errors.ts';
import { runQuietly } from '../run-quietly.ts';

/**
 * Fetches MongoDB's own build of mongod for this machine into `folder`, with the publisher's checksum, and tries it.
 * @param sha256 of the archive, hexadecimal; undefined: the publisher's checksum alone decides
 * @returns the program's path
 * @throws CliError without network, with a wrong checksum, or on a machine that there is no build for
 */
export async function downloadMongod(
  folder: string,
  version: string,
  sha256: string | undefined,
): Promise<string> {
  // Rarely needed and large: loaded where it is used.
  const { DryMongoBinary } = await import('mongodb-memory-server-core');
  const { MongoBinaryDownload } = await import('mongodb-memory-server-core/lib/util/MongoBinaryDownload.js');
  const options = { version, downloadDir: join(folder, 'download'), systemBinary: '', checkMD5: true };
  try {
    const download = new MongoBinaryDownload(await DryMongoBinary.generateOptions(options));
    const archive = await download.startDownload();
    if (sha256 !== undefined) await demandSha256(archive, sha256);
    const program = join(folder, 'mongod');
    await rename(await download.extract(archive), program);
    const { ok, output } = await runQuietly(program, ['--version']);
    if (!ok) throw new CliError(`the mongod that was fetched does not run on this machine:\n${output}`);
    return program;
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw new CliError(`mongod ${version} could not be fetched: ${messageOf(error)}`);
  }
}

async function demandSha256(file: string, wanted: string): Promise<void> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  const found = hash.digest('hex');
  if (found === wanted.toLowerCase()) return;
  throw new CliError(`the archive has the SHA-256 ${found}, not ${wanted}: nothing was installed`);
}
