/** Parts of libraries that TED never comes to: V8 would read their text at every start, and they are a tenth to a quarter of a bundle. */
const LEFT_OUT = [
  // Tables of Asian character sets. What gateway and ingest are sent is JSON, and other than in UTF it is refused before.
  /iconv-lite\/encodings\/tables\/.*\.json$/,
  // The SQL of BullMQ's other backend.
  /bullmq\/dist\/cjs\/postgres\/sql-scripts\.js$/,
];

/** For esbuild: leaves them out of a bundle. */
export const leftOut = {
  name: 'left-out',
  setup(build) {
    for (const filter of LEFT_OUT) build.onLoad({ filter }, () => ({ contents: 'module.exports = {};' }));
  },
};
