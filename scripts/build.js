/**
 * Bundles every process of TED into one file each (`<package>/dist/*.js`), straight from the TypeScript sources.
 * Bundles start about twice as fast as loose modules, and without comments, whose characters beyond Latin-1 double the text in
 * memory, a little faster still; `lmdb` stays outside because of its native part.
 * Run directly, it builds; `./ted` builds only what `isBuilt` says is out of date.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { leftOut } from './left-out.js';
import { StepFailed } from './step.js';

/** Not part of what is deployed: built where it is there. */
const forTests = [
  'tests/chaos/src/main.ts',
  'tests/conformance/src/main.ts',
  'bench/main.ts',
  'bench/child.ts',
];
const here = dirname(dirname(fileURLToPath(import.meta.url)));

/** What people wait for: it starts with what was compiled of it before. */
const startedOften = [
  'services/ingest/src/service.ts',
  'services/ingest/src/outbox/thread.ts',
  'services/persistence-worker/src/main.ts',
  'services/api-gateway/src/main.ts',
  'packages/embedded-mongo/src/main.ts',
  'packages/feed-simulator/src/main.ts',
  'packages/cli/src/main.ts',
];

/** What one of those asks for with require(). */
const required = ['services/ingest/src/tracing.ts', 'services/persistence-worker/src/tracing.ts'];

const entries = [
  'services/ingest/src/main.ts',
  ...required,
  ...startedOften,
  ...forTests.filter((entry) => existsSync(join(here, entry))),
];

const outputs = entries.map((entry) => {
  const [root, name] = entry.split('/');
  if (root === 'bench') return `bench/dist/${name.replace(/\.ts$/, '.js')}`;
  const extension = required.includes(entry) ? '.cjs' : '.js';
  const file = entry.split('/').slice(3).join('-').replace(/\.ts$/, extension);
  return `${root}/${name}/dist/${file}`;
});

const page = 'apps/dashboard';
outputs.push(`${page}/dist/index.html`);

/** Holds the state of the sources at the last build. */
const stampOf = (root) => join(root, 'packages/cli/dist/.built-from');

/** Whether all bundles are there and made from the sources as they are now. */
export function isBuilt(root) {
  return (
    outputs.every((output) => existsSync(join(root, output))) &&
    existsSync(stampOf(root)) &&
    readFileSync(stampOf(root), 'utf8') === sourceState(root)
  );
}

/** Builds all bundles; needs no network. Throws StepFailed when a source does not build. */
export async function build(root) {
  const started = Date.now();
  const state = sourceState(root);
  // Imported late: on a fresh clone esbuild is not there yet when this file is loaded.
  const esbuild = await import('esbuild');
  try {
    await Promise.all([
      ...entries.map((entry, i) => buildEntry(esbuild, root, entry, outputs[i])),
      buildPage(root),
    ]);
  } catch (error) {
    if (!error.errors) throw error;
    throw new StepFailed('the build failed: correct the errors above, then run the same command again');
  } finally {
    await esbuild.stop();
  }
  writeFileSync(stampOf(root), state);
  process.stderr.write(`ted: building: done in ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
}

/** The web page, built to static files that the gateway serves. */
async function buildPage(root) {
  const folder = join(root, page);
  const resolve = createRequire(join(folder, 'package.json')).resolve;
  const vite = await import(pathToFileURL(resolve('vite')));
  await vite.build({ root: folder, logLevel: 'warn' });
}

function buildEntry(esbuild, root, entry, outfile) {
  if (startedOften.includes(entry)) return buildStartedOften(esbuild, root, entry, outfile);
  const script = required.includes(entry) && { format: 'cjs', banner: {} };
  return esbuild.build({ ...options(root, entry, outfile), ...script });
}

/** The bundle as a script `<name>.cjs`, and as `<name>.js` an entry that runs it: see {@link file://./run-bundle.js}. */
async function buildStartedOften(esbuild, root, entry, outfile) {
  const bundle = outfile.replace(/\.js$/, '.cjs');
  const folder = join(root, dirname(outfile));
  for (const file of existsSync(folder) ? readdirSync(folder) : [])
    if (file.startsWith(`${basename(bundle)}.`)) rmSync(join(folder, file));
  await esbuild.build({
    ...options(root, entry, bundle),
    format: 'cjs',
    banner: {},
    define: { 'import.meta.url': '__bundleUrl' },
    // What V8 has kept of a script cannot import(): with Node.js 20 it does not know any more where from.
    supported: { 'dynamic-import': false },
  });
  const hash = createHash('sha256')
    .update(readFileSync(join(root, bundle)))
    .digest('hex')
    .slice(0, 16);
  const contents = `import { runBundle } from './run-bundle.js'; export default runBundle(import.meta.url, '${hash}');`;
  const { entryPoints: _, ...rest } = options(root, entry, outfile);
  await esbuild.build({ ...rest, banner: {}, stdin: { contents, resolveDir: join(root, 'scripts') } });
}

function options(root, entry, outfile) {
  return {
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    keepNames: true,
    minifyWhitespace: true,
    // The licences of what is in it lie beside it.
    legalComments: 'linked',
    // A stack trace names a short line.
    lineLimit: 160,
    external: ['lmdb', 'bufferutil', 'utf-8-validate', 'playwright-core', 'mongodb-memory-server-core'],
    // CommonJS dependencies inside an ES module bundle still call require().
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
    plugins: [leftOut],
    logLevel: 'warning',
  };
}

/** A hash over names, sizes and times of everything that goes into a bundle: also a deleted or an older file changes it. */
function sourceState(root) {
  const hash = createHash('sha256');
  const add = (path) => {
    const { size, mtimeMs } = statSync(join(root, path));
    hash.update(`${path} ${size} ${mtimeMs}\n`);
  };
  const addFolder = (source) => {
    if (!existsSync(join(root, source))) return;
    const files = readdirSync(join(root, source), { recursive: true }).sort();
    for (const file of files) if (!file.endsWith('.test.ts')) add(join(source, file));
  };
  for (const group of ['packages', 'services', 'apps']) {
    const names = existsSync(join(root, group)) ? readdirSync(join(root, group)).sort() : [];
    for (const name of names) addFolder(join(group, name, 'src'));
  }
  const forTestsAndBench = ['tests/chaos/src', 'tests/conformance/src', 'tests/browser/src', 'tests/support'];
  for (const source of [...forTestsAndBench, ...benchFolders(root), `${page}/public`]) addFolder(source);
  for (const path of [
    'scripts/build.js',
    'scripts/left-out.js',
    'scripts/run-bundle.js',
    ...benchFiles(root),
    `${page}/index.html`,
    `${page}/vite.config.ts`,
    'node_modules/.ted-installed',
  ]) {
    if (existsSync(join(root, path))) add(path);
  }
  return hash.digest('hex');
}

function benchFiles(root) {
  return namesInBench(root)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join('bench', name));
}

/** All but what is installed, built or measured there. */
function benchFolders(root) {
  return namesInBench(root)
    .filter((name) => !name.includes('.') && !['node_modules', 'dist', 'results'].includes(name))
    .map((name) => join('bench', name));
}

function namesInBench(root) {
  const folder = join(root, 'bench');
  return existsSync(folder) ? readdirSync(folder).sort() : [];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await build(dirname(dirname(fileURLToPath(import.meta.url))));
}
