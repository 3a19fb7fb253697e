import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { ROOT } from '../support/ted.ts';

/**
 * What the implementation before TED got wrong, by number. A test that would fail if TED did the same says so in its title,
 * `[defect 12]`; `./ted test -t 'defect 12'` runs those of one number.
 */
const DEFECTS = {
  1: 'side bets were refused by the store, silently',
  2: 'the first finished game stopped all periodic saving',
  3: 'tick samples were lost, featureless, and not of every tenth tick',
  4: 'stored games and forecasts had fields that never changed or were never filled',
  5: 'a document and an update for every tick, whatever interval and batch size said',
  6: 'what came twice was stored twice',
  7: 'a game ended when the next one began, or never',
  8: 'a restart made the running game new',
  9: 'a stop threw away what was not saved yet',
  10: 'a side bet had two ends, and only the first of a game was settled',
  11: 'the pause between side bets outlived its game',
  12: 'a mean was called median, a window was up to two, and each place counted its own way',
  13: 'the return on side bets added gross to net',
  14: 'hourly metrics came twice, as zeros or not at all, without games that crossed the hour',
  15: 'the metrics endpoint read everything, and one bad document emptied its answer',
  16: 'forecasts were certain, wrong, and in the past',
  17: 'accuracy was that of a forecast made when the end was known',
  18: 'three settings did nothing',
  19: 'the switch needed a restart',
  20: 'without MongoDB nothing started, answered in time, or was kept',
  21: 'the status knew of no failure',
  22: 'a stored game could not be asked for',
  23: 'the dry run of the migration wrote, saw no indexes and gave no reason',
  24: 'each part used a database of another name',
  25: 'WebSocket clients got no first state, too much afterwards, and were not counted',
  26: 'a test was content with a stand-in',
} as const;

const SKIPPED = new Set(['skip', 'todo', 'failing']);

/** All test files, and what they share. */
const files = ['packages', 'services', 'apps', 'tests'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => !/(^|\/)(node_modules|dist)\//.test(path))
    .filter((path) => path.endsWith('.test.ts') || (folder === 'tests' && path.endsWith('.ts')))
    .map((path) => join(ROOT, folder, path)),
);

/** `it`, `it.each(…)`, `it.skip`: the names along the way, outermost first. */
function namesOf(expression: ts.Expression): string[] {
  if (ts.isIdentifier(expression)) return [expression.text];
  if (ts.isPropertyAccessExpression(expression))
    return [...namesOf(expression.expression), expression.name.text];
  if (ts.isCallExpression(expression)) return namesOf(expression.expression);
  if (ts.isTaggedTemplateExpression(expression)) return namesOf(expression.tag);
  return [];
}

const titles: { file: string; title: string }[] = [];
const standIns: string[] = [];
for (const file of files) {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2023, true);
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const [name = '', ...more] = namesOf(node.expression);
      const [title] = node.arguments;
      if (
        (name === 'it' || name === 'test') &&
        !more.some((word) => SKIPPED.has(word)) &&
        title &&
        (ts.isStringLiteralLike(title) || ts.isTemplateExpression(title))
      )
        titles.push({ file: relative(ROOT, file), title: title.getText(source) });
      if (name === 'jest' && more[0] !== 'setTimeout')
        standIns.push(`${relative(ROOT, file)}: jest.${more.join('.')}`);
    }
    if (
      ts.isImportDeclaration(node) &&
      ts.isStringLiteral(node.moduleSpecifier) &&
      /^(sinon|nock|testdouble|mock-|ioredis-mock|mongodb-memory|jest-mock|.*__mocks__)/.test(
        node.moduleSpecifier.text,
      )
    )
      standIns.push(`${relative(ROOT, file)}: ${node.moduleSpecifier.text}`);
    ts.forEachChild(node, visit);
  };
  visit(source);
}

it.each(Object.entries(DEFECTS).map(([number, what]) => ({ number, what })))(
  'there is a test for defect $number: $what',
  ({ number }) => {
    const found = titles.filter(({ title }) => title.includes(`[defect ${number}]`));
    expect(found.map(({ title }) => title)).not.toEqual([]);
  },
);

it('every tag in a title is one of them', () => {
  const tags = titles.flatMap(({ file, title }) =>
    [...title.matchAll(/\[\s*defects?\b[^\]]*\]/gi)].map(([tag]) => ({ file, tag })),
  );
  expect(tags.length).toBeGreaterThanOrEqual(26);
  const known = new Set(Object.keys(DEFECTS).map((number) => `[defect ${number}]`));
  expect(tags.filter(({ tag }) => !known.has(tag))).toEqual([]);
});

it('no test puts a stand-in where a part of TED or a store should be [defect 26]', () => {
  expect(files.length).toBeGreaterThan(70);
  expect(standIns).toEqual([]);
});
