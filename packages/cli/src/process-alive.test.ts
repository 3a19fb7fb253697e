import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { isAlive } from './process-alive.ts';

describe('isAlive', () => {
  it('tells a living process from a dead one', async () => {
    expect(isAlive(process.pid)).toBe(true);
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'exit');
    expect(isAlive(child.pid ?? 0)).toBe(false);
  });

  it('does not take a zombie for alive', async () => {
    if (process.platform !== 'linux') return;
    // The shell becomes a program that never waits for the child that it has started: a zombie once that ends.
    const parent = spawn('sh', ['-c', 'sleep 0.2 & echo $!; exec cat']);
    try {
      const [output] = (await once(parent.stdout, 'data')) as [Buffer];
      const zombie = Number(output.toString());
      while (isAlive(zombie)) await new Promise((resolve) => setImmediate(resolve));
      expect(() => process.kill(zombie, 0)).not.toThrow();
    } finally {
      parent.kill();
    }
  });
});
