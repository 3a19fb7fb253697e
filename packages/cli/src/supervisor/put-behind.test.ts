import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { getPriority } from 'node:os';
import { BEHIND_NICE, putBehind } from './put-behind.ts';

const started: ChildProcess[] = [];
/** A process that leads a session of its own. */
const leader = (): number => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true });
  started.push(child);
  return child.pid!;
};
afterEach(() => started.splice(0).forEach((child) => child.kill('SIGKILL')));

it('puts a process and its session behind others', async () => {
  const [pid, other] = [leader(), leader()];
  await putBehind(pid);
  expect(getPriority(pid)).toBe(BEHIND_NICE);
  expect(getPriority(other)).toBe(getPriority());
  const session = (of: number) => readFileSync(`/proc/${of}/autogroup`, 'utf8');
  if (!existsSync(`/proc/${pid}/autogroup`))
    return console.warn('skipped: the system does not share the processor out among sessions');
  expect(session(pid)).toMatch(new RegExp(` nice ${BEHIND_NICE}\\n$`));
  expect(session(other)).toMatch(/ nice 0\n$/);
});

it('does nothing to a process that has ended', async () => {
  const pid = leader();
  const ended = new Promise((resolve) => started[0]!.once('exit', resolve));
  started[0]!.kill('SIGKILL');
  await ended;
  await expect(putBehind(pid)).resolves.toBeUndefined();
});
