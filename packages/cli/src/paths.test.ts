import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { projectRoot, stackPaths } from './paths.ts';

describe('paths', () => {
  const before = process.env.TED_ROOT;
  beforeEach(() => delete process.env.TED_ROOT);
  afterAll(() => {
    if (before !== undefined) process.env.TED_ROOT = before;
  });

  it('finds the project from its own place, unless told', () => {
    expect(existsSync(join(projectRoot(), 'pnpm-workspace.yaml'))).toBe(true);
    process.env.TED_ROOT = '/somewhere';
    expect(projectRoot()).toBe('/somewhere');
  });

  it('without --data puts settings and logs at the root, data in .ted', () => {
    process.env.TED_ROOT = '/root';
    expect(stackPaths(undefined)).toEqual({
      envFile: '/root/.env',
      logsDir: '/root/logs',
      stateDir: '/root/.ted',
      stackFile: '/root/.ted/stack.json',
    });
  });

  it('with --data puts everything there', () => {
    expect(stackPaths('mine')).toEqual({
      envFile: resolve('mine/.env'),
      logsDir: resolve('mine/logs'),
      stateDir: resolve('mine'),
      stackFile: resolve('mine/stack.json'),
    });
  });
});
