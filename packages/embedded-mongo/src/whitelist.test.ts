import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACCUMULATORS } from './aggregate/accumulators.ts';
import { COMMANDS } from './commands/registry.ts';
import { OPERATORS } from './update/operators.ts';

const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');

/** The names in the first code span of a row. */
function listed(row: string): string[] {
  const [, cell] = new RegExp(`^\\| ${row} +\\| [^\`]*\`([^\`]+)\``, 'm').exec(readme) ?? [];
  if (cell === undefined) throw new Error(`the README has no row '${row}'`);
  return cell.split(' ').sort();
}

it("the README's list of commands is the registry", () => {
  const rows = ['server', 'databases, collections', 'indexes', 'writes', 'reads'].flatMap(listed);
  const known = COMMANDS.map(({ name }) => name).filter((name) => name !== 'configureFailPoint');
  expect(rows.sort()).toEqual(known.sort());
});

it("the README's update operators and accumulators are those of the code", () => {
  expect(listed('update operators')).toEqual([...Object.keys(OPERATORS), '$setOnInsert'].sort());
  expect(listed('accumulators')).toEqual(Object.keys(ACCUMULATORS).sort());
});
