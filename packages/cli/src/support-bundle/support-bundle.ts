import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { CliError, messageOf } from '../errors.ts';
import { findGateway } from '../gateway.ts';
import { stackPaths } from '../paths.ts';
import { runQuietly } from '../run-quietly.ts';
import { parts, type Source } from './parts.ts';
import { redactor } from './redact.ts';

export interface SupportBundleOptions {
  data?: string;
  url?: string;
  out?: string;
  json?: true;
}

/**
 * Puts what the guide asks for when issues persist into one archive: the last hour's log, its errors with their times, system metrics,
 * MongoDB's and Redis's state, versions and settings; without secrets. What cannot be had is named in it. Throws CliError when the
 * archive cannot be written.
 */
export async function supportBundle(options: SupportBundleOptions): Promise<void> {
  const paths = stackPaths(options.data);
  const name = `ted-support-${new Date().toISOString().replace(/[:.]/g, '-')}`;
  const temporary = mkdtempSync(join(tmpdir(), 'ted-support-'));
  const folder = join(temporary, name);
  mkdirSync(folder);
  const envText = existsSync(paths.envFile) ? readFileSync(paths.envFile, 'utf8') : '';
  const redact = redactor(envText, process.env);
  const source: Source = { paths, envText, gateway: await findGateway(paths, options.url) };
  const missing: Record<string, string> = {};
  try {
    for (const [file, read] of Object.entries(parts)) {
      try {
        writeFileSync(join(folder, file), redact(asText(await read(source))));
      } catch (error) {
        missing[file] = redact(messageOf(error));
      }
    }
    writeFileSync(join(folder, 'missing.json'), asText(missing));
    const archive = resolve(options.out ?? `${name}.tar.gz`);
    const packed = await runQuietly('tar', ['-czf', archive, '-C', temporary, name]);
    if (!packed.ok) throw new CliError(`the archive cannot be written: ${packed.output}`);
    show(archive, missing, options.json ?? false);
  } finally {
    rmSync(temporary, { recursive: true });
  }
}

const asText = (content: unknown): string =>
  typeof content === 'string' ? content : `${JSON.stringify(content, undefined, 2)}\n`;

function show(archive: string, missing: Readonly<Record<string, string>>, asJson: boolean): void {
  const files = Object.keys(parts).filter((file) => !(file in missing));
  if (asJson) {
    console.log(JSON.stringify({ archive, files, missing }, undefined, 2));
    return;
  }
  console.log(`✓ ${archive}: ${files.join(', ')}`);
  for (const [file, why] of Object.entries(missing)) console.log(`– without ${file}: ${why}`);
  console.log('Secrets were taken out; look through it all the same before you send it.');
}
