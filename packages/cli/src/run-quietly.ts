import { spawn } from 'node:child_process';

export interface Result {
  ok: boolean;
  /** Standard output and error, mixed as they came; the end of it where it is long. */
  output: string;
  seconds: number;
}

const OUTPUT_KEPT = 20_000;

/** Runs a command to its end and keeps what it says. Never rejects: a command that cannot be started is not ok. */
export async function runQuietly(
  command: string,
  args: string[],
  env: NodeJS.ProcessEnv = {},
  cwd?: string,
): Promise<Result> {
  const started = Date.now();
  const child = spawn(command, args, {
    ...(cwd === undefined ? {} : { cwd }),
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // It does not outlive us, however we end.
  const end = (): void => void child.kill('SIGTERM');
  process.once('exit', end);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-OUTPUT_KEPT);
    });
  }
  const ok = await new Promise<boolean>((resolve) => {
    child.on('error', (error) => {
      output += error.message;
      resolve(false);
    });
    child.on('close', (code) => resolve(code === 0));
  });
  process.off('exit', end);
  return { ok, output: output.trim(), seconds: (Date.now() - started) / 1000 };
}
