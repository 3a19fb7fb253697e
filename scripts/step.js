/** A step of the preparation: a command, told about in one line, with progress where it takes longer. */
import { spawn } from 'node:child_process';

/** A step that did not work out. The message says what to do next. */
export class StepFailed extends Error {}

const LINES_SHOWN_ON_FAILURE = 30;

/**
 * Runs a command and shows `title` on standard error, with the seconds it takes: on a terminal in one line that is
 * redrawn, elsewhere in a line every ten seconds. `progress` picks what is worth showing of the command's output.
 * @throws StepFailed with the end of the output and `advice` if the command fails
 */
export async function step({ title, command, args, cwd, env, advice, progress = () => undefined }) {
  const started = Date.now();
  const onTerminal = process.stderr.isTTY;
  const output = [];
  let detail = '';
  const draw = () => {
    const seconds = Math.round((Date.now() - started) / 1000);
    const text = `ted: ${title} (${seconds} s)${detail && `: ${detail}`}`;
    process.stderr.write(onTerminal ? `\r\x1b[K${text.slice(0, process.stderr.columns - 1)}` : `${text}\n`);
  };
  process.stderr.write(`ted: ${title}${onTerminal ? '' : '\n'}`);
  const timer = setInterval(draw, onTerminal ? 1000 : 10_000);

  // A group of its own, so that one signal ends the command with everything that it has started.
  const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let stoppedBy;
  const stop = (signal) => {
    stoppedBy = signal;
    killGroup(child.pid);
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      const lines = text.split('\n').filter((line) => line.trim() !== '');
      output.push(...lines);
      output.splice(0, Math.max(0, output.length - LINES_SHOWN_ON_FAILURE));
      detail = lines.map(progress).findLast((line) => line !== undefined) ?? detail;
    });
  }
  const problem = await new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code, signal) => resolve(code === 0 ? undefined : `it ended with ${signal ?? code}`));
  });
  clearInterval(timer);
  process.off('SIGINT', stop).off('SIGTERM', stop);
  if (onTerminal) process.stderr.write('\r\x1b[K');
  if (stoppedBy) process.exit(stoppedBy === 'SIGINT' ? 130 : 143);
  if (problem !== undefined) {
    throw new StepFailed([`${title} did not work: ${problem}`, ...output, `ted: ${advice}`].join('\n'));
  }
  const seconds = (Date.now() - started) / 1000;
  process.stderr.write(`ted: ${title}: done in ${seconds.toFixed(1)} s\n`);
}

function killGroup(pid) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}
