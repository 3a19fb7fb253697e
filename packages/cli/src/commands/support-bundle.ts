import type { Command } from 'commander';
import { tedCommand } from '../command.ts';
import type { SupportBundleOptions } from '../support-bundle/support-bundle.ts';

export function supportBundleCommand(): Command {
  return tedCommand('support-bundle', 'collect logs, errors, metrics, states and versions, without secrets')
    .option('--out <file>', 'the archive (default: ted-support-TIME.tar.gz here)')
    .option('--url <url>', "the gateway (default: the running stack's, else http://127.0.0.1:8000)")
    .option('--json', 'the outcome as JSON')
    .action(async (options: SupportBundleOptions) => {
      const { supportBundle } = await import('../support-bundle/support-bundle.ts');
      await supportBundle(options);
    });
}
