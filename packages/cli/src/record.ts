import { recordFeed, type RecordingProgress } from '@ted/feed-simulator';
import { ingestVariables, mergedEnvironment } from '@ted/platform';
import { stackPaths, type StackPaths } from './paths.ts';
import { readRunningStack } from './running-stack.ts';

/** Records a feed until SIGINT or SIGTERM. See `recordFeed` for what is written. */
export async function record(options: {
  out: string;
  url: string | undefined;
  data: string | undefined;
}): Promise<void> {
  const paths = stackPaths(options.data);
  const url = options.url ?? (await defaultFeedUrl(paths));
  const ended = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ended.abort());
  console.error(`Recording ${url} to ${options.out}; stop it with Ctrl-C`);
  const onProgress = process.stderr.isTTY ? showProgress : undefined;
  const { frames, games } = await recordFeed({
    url,
    out: options.out,
    signal: ended.signal,
    ...(onProgress && { onProgress }),
  });
  console.error(`Recorded ${frames} frames of ${games} games`);
}

function showProgress({ frames, games, connected }: RecordingProgress): void {
  process.stderr.write(`\r\x1b[K${frames} frames, ${games} games${connected ? '' : ' (not connected)'} `);
}

/** The feed of the running stack, else the one of the settings, else the public one. */
async function defaultFeedUrl(paths: StackPaths): Promise<string> {
  const stack = await readRunningStack(paths);
  const own = stack?.processes.find(({ name }) => name === 'feed')?.url;
  if (own !== undefined) return own;
  const named = mergedEnvironment(paths.envFile, process.env).RUGS_BACKEND_URL;
  return named || (ingestVariables.RUGS_BACKEND_URL.default ?? '');
}
