/**
 * Bundles every process of TED into one file each (`<package>/dist/*.js`), straight from the TypeScript sources.
 * Bundles start about twice as fast as loose modules; `lmdb` stays outside because of its native part.
 */
import { build } from 'esbuild';

const entries = [
  'services/ingest/src/main.ts',
  'services/ingest/src/outbox/thread.ts',
  'services/persistence-worker/src/main.ts',
  'services/api-gateway/src/main.ts',
  'packages/embedded-mongo/src/main.ts',
  'packages/feed-simulator/src/main.ts',
  'packages/cli/src/main.ts',
];

await Promise.all(
  entries.map((entry) => {
    const [root, name] = entry.split('/');
    const file = entry.split('/').slice(3).join('-').replace(/\.ts$/, '.js');
    return build({
      entryPoints: [entry],
      outfile: `${root}/${name}/dist/${file}`,
      bundle: true,
      platform: 'node',
      target: 'node20',
      format: 'esm',
      keepNames: true,
      external: ['lmdb', 'bufferutil', 'utf-8-validate'],
      // CommonJS dependencies inside an ES module bundle still call require().
      banner: {
        js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
      },
      logLevel: 'warning',
    });
  }),
);
