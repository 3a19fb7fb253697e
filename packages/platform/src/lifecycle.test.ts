import { Lifecycle, STOP_STAGES } from './lifecycle.ts';

it('stops stage by stage, in order, once', async () => {
  const lifecycle = new Lifecycle();
  const done: string[] = [];
  for (const stage of [...STOP_STAGES].reverse()) lifecycle.onStop(stage, () => void done.push(stage));
  expect(await Promise.all([lifecycle.stop(1000, fail), lifecycle.stop(1000, fail)])).toEqual([true, true]);
  expect(done).toEqual(STOP_STAGES);
  expect(lifecycle.signal.aborted).toBe(true);
});

it('goes on after a step that fails, and says so', async () => {
  const lifecycle = new Lifecycle();
  const problems: string[] = [];
  let later = false;
  lifecycle.onStop('http', () => Promise.reject(new Error('stuck')));
  lifecycle.onStop('connections', () => void (later = true));
  expect(await lifecycle.stop(1000, (what) => problems.push(what))).toBe(false);
  expect(problems).toEqual(['stop: stage "http": Error: stuck']);
  expect(later).toBe(true);
});

it('gives up at the deadline and names the stage', async () => {
  const lifecycle = new Lifecycle();
  const problems: string[] = [];
  lifecycle.onStop('workers', () => new Promise(() => undefined));
  expect(await lifecycle.stop(20, (what) => problems.push(what))).toBe(false);
  expect(problems).toEqual(['stop: stage "workers" did not finish in time']);
});

function fail(what: string): never {
  throw new Error(what);
}
