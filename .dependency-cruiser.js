/** Arrows point one way: apps, services, cli → messaging, storage, platform → game, forecast, fairness. */
const pure = '^packages/(game|forecast|fairness)/';
export default {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'pure-packages-do-no-io',
      comment:
        'game, forecast and fairness are functions of their input: no I/O library and no node: module; the page runs them too',
      severity: 'error',
      from: { path: pure, pathNot: '\\.test\\.ts$' },
      to: {
        path: '^(fs|net|http|https|child_process|worker_threads|path|os|stream|crypto|buffer|util)$|node_modules/(express|bullmq|ioredis|mongoose|winston|lmdb|ws|socket\\.io)',
      },
    },
    {
      name: 'pure-packages-import-only-pure',
      severity: 'error',
      from: { path: pure },
      to: { path: '^(packages|services|apps)/', pathNot: pure },
    },
    {
      name: 'libraries-do-not-import-services',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^(services|apps|tests)/' },
    },
    {
      name: 'services-do-not-import-each-other',
      severity: 'error',
      from: { path: '^services/([^/]+)/' },
      to: { path: '^services/', pathNot: '^services/$1/' },
    },
    {
      name: 'only-cli-and-tests-know-the-stand-ins',
      comment: 'services see a MongoDB URL and a feed URL and nothing else; backtests read recordings',
      severity: 'error',
      from: { pathNot: '^(packages/(cli|embedded-mongo|feed-simulator|backtest)|tests|bench)/' },
      to: { path: '^packages/(embedded-mongo|feed-simulator)/' },
    },
    {
      name: 'only-messaging-knows-bullmq',
      severity: 'error',
      from: { path: '^(packages|services)/', pathNot: '^packages/messaging/' },
      to: { path: 'node_modules/bullmq' },
    },
    {
      name: 'only-platform-knows-prom-client',
      comment: 'the library is on its way out: its successor must fit in by changing one file',
      severity: 'error',
      from: { path: '^(packages|services|tests)/', pathNot: '^packages/platform/src/metrics\\.ts$' },
      to: { path: 'node_modules/prom-client' },
    },
    {
      name: 'only-storage-knows-mongoose',
      comment: "mongodump needs the plain driver: it works on any database, not on TED's collections",
      severity: 'error',
      from: { path: '^(packages|services)/', pathNot: '^packages/(storage|mongodump)/' },
      to: { path: 'node_modules/(mongoose|mongodb)/' },
    },
    {
      name: 'ingest-never-touches-mongodb',
      severity: 'error',
      from: { path: '^services/ingest/' },
      to: { path: '^packages/storage/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // What was built is not what is written.
    exclude: { path: '(^|/)dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { conditionNames: ['import', 'node', 'default'] },
  },
};
