import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './ted.ts';

/** A command line of a document, with what the document says of its end. */
export interface DocumentedCommand {
  text: string;
  /** 0, or what a comment says: `exit code 1 while …` means 1, `exit code 1 if …` means 0 or 1. */
  exitCodes: number[];
  /** What a comment line below shows as its output. */
  output?: string;
}

/** A section of a document with the lines of its shell blocks, in their order. */
export interface DocumentedSection {
  title: string;
  commands: DocumentedCommand[];
}

const page = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

/**
 * The sections of a Markdown document.
 * @param path from the project's root
 * @param within title of a `##` section whose `###` sections are meant instead
 */
export function sectionsOf(path: string, within?: string): DocumentedSection[] {
  const parts = page(path).split(/^## /m).slice(1);
  const titled = (part: string) => part.slice(0, part.indexOf('\n'));
  const chosen =
    within === undefined
      ? parts
      : parts
          .find((part) => titled(part) === within)!
          .split(/^### /m)
          .slice(1);
  return chosen.map((part) => ({ title: titled(part), commands: shellLines(part) }));
}

function shellLines(text: string): DocumentedCommand[] {
  const commands: DocumentedCommand[] = [];
  for (const [, block] of text.matchAll(/^```bash\n(.*?)^```/gms)) {
    for (const line of block!.trim().split('\n')) {
      if (line.startsWith('# ')) commands.at(-1)!.output = line.slice(2);
      else commands.push(commandOf(line));
    }
  }
  return commands;
}

function commandOf(line: string): DocumentedCommand {
  const [text, comment = ''] = line.split(/\s+#\s/);
  const [, code, when] = /exit code (\d) (\w+)/.exec(comment) ?? [];
  return { text: text!, exitCodes: [...(code && when !== 'if' ? [] : [0]), ...(code ? [Number(code)] : [])] };
}

/** Every `./ted …` that stands in a document, in a block or in a sentence. */
export function tedCommandsIn(path: string): string[] {
  const spans = [...page(path).matchAll(/`(?:[A-Z_0-9]+=\S+ )?(\.\/ted [^`]+)`/g)].map(([, text]) => text!);
  const lines = shellLines(page(path)).map(({ text }) => text);
  return [...new Set([...spans, ...lines.filter((text) => text.startsWith('./ted '))])];
}
