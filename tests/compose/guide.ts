import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../support/ted.ts';

/** A command of the deployment guide, and the exit code that the guide says it has. */
export interface GuideCommand {
  text: string;
  exitCode: number;
}

/** A section of docs/deployment.md with its shell commands, in their order. */
export interface GuideSection {
  title: string;
  commands: GuideCommand[];
}

/** The sections "In containers" of the deployment guide. */
export function containerSections(): GuideSection[] {
  const page = readFileSync(join(ROOT, 'docs/deployment.md'), 'utf8');
  const containers = page.slice(page.indexOf('\n## In containers\n'));
  return containers
    .split(/^### /m)
    .slice(1)
    .map((section) => ({
      title: section.slice(0, section.indexOf('\n')),
      commands: [...section.matchAll(/^```bash\n(.*?)^```/gms)].flatMap(([, block]) =>
        block!.trim().split('\n').map(commandOf),
      ),
    }));
}

function commandOf(line: string): GuideCommand {
  const [text, comment = ''] = line.split(/\s+#\s/);
  return { text: text!, exitCode: Number(/exit code (\d)/.exec(comment)?.[1] ?? 0) };
}
