import { setTimeout as sleep } from 'node:timers/promises';
import { withLogFields } from './log-context.ts';
import { createLogger } from './logger.ts';

/** The lines that a logger of this format writes meanwhile. */
async function linesOf(
  format: 'text' | 'json',
  log: (logger: ReturnType<typeof createLogger>) => Promise<void>,
) {
  const logger = createLogger('test', { level: 'info', format });
  logger.transports[0]!.silent = true;
  const lines: string[] = [];
  logger.on('data', (info: Record<symbol, string>) => lines.push(info[Symbol.for('message')]!));
  await log(logger);
  return lines;
}

it('JSON lines carry the ids of the request and the job that they are about, each its own', async () => {
  const lines = await linesOf('json', async (logger) => {
    const job = async (id: string) => {
      await sleep(1);
      withLogFields({ request_id: 'r' }, () => logger.warn(`stored ${id}`));
    };
    await Promise.all(['a', 'b'].map((id) => withLogFields({ job_id: id }, () => job(id))));
    logger.info('of nobody');
  });
  const parsed = lines.map((line) => JSON.parse(line) as Record<string, string>);
  for (const id of ['a', 'b'])
    expect(parsed).toContainEqual({
      level: 'warn',
      message: `stored ${id}`,
      service: 'test',
      job_id: id,
      request_id: 'r',
      timestamp: expect.any(String),
    });
  expect(parsed.at(-1)).not.toHaveProperty('job_id');
});

it('lines for people stay as the deployment guide shows them', async () => {
  const lines = await linesOf('text', async (logger) => {
    withLogFields({ job_id: 'a' }, () => logger.info("Persisted: {'games': 1}"));
  });
  expect(lines).toEqual([expect.stringMatching(/^\S+Z info \[test\] Persisted: \{'games': 1\}$/)]);
});

it('many loggers listen to standard output no more than one does', () => {
  const create = () => createLogger('test', { level: 'info', format: 'text' });
  create();
  const once = process.stdout.listenerCount('error');
  for (let i = 0; i < 12; i++) create();
  expect(process.stdout.listenerCount('error')).toBe(once);
});
