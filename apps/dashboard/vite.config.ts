import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Fonts and pictures are compressed already. */
const COMPRESSED = /\.(html|js|css|svg)$/;

/** Compresses once, here, what the gateway would otherwise compress at each request: `x.js.br` and `x.js.gz` beside `x.js`. */
const precompress = (): Plugin => {
  let folder = '';
  return {
    name: 'precompress',
    apply: 'build',
    configResolved: (config) => {
      folder = join(config.root, config.build.outDir);
    },
    closeBundle: () => {
      for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        if (!COMPRESSED.test(name)) continue;
        const file = join(folder, name);
        const content = readFileSync(file);
        writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
        const params = { [constants.BROTLI_PARAM_QUALITY]: 11 };
        writeFileSync(`${file}.br`, brotliCompressSync(content, { params }));
      }
    },
  };
};

export default defineConfig({
  plugins: [react(), precompress()],
  // The manifest says what is loaded first; the test of the page's weight reads it.
  build: { target: 'es2022', manifest: true, modulePreload: { polyfill: false } },
  // `npx vite` beside a running TED: the page comes from the sources, the data from the gateway.
  server: { host: '127.0.0.1', proxy: { '/api': { target: 'http://localhost:8000', ws: true } } },
});
