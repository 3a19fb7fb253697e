/** One configuration for the whole workspace; sources run as they are, without a build. */
export default {
  testMatch: ['<rootDir>/{packages,services,apps,tests}/**/*.test.ts'],
  // Minutes of building images: only when it is asked for (./ted test compose).
  testPathIgnorePatterns: [
    '/node_modules/',
    '/dist/',
    ...(process.env.TED_TEST_COMPOSE ? [] : ['/tests/compose/']),
  ],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'es6' } },
    ],
  },
  testEnvironment: '<rootDir>/tests/support/plain-globals.js',
  globalSetup: '<rootDir>/tests/support/global-setup.ts',
  globalTeardown: '<rootDir>/tests/support/global-teardown.ts',
  testTimeout: 60_000,
  // Of each test file something stays in a worker's memory, and collecting garbage in 1.5 GB takes longer than to begin anew.
  workerIdleMemoryLimit: '500MB',
  reporters: ['default', '<rootDir>/tests/support/plain-summary.js', '<rootDir>/tests/support/end-of-run.js'],
};
