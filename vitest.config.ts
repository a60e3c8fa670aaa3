import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/parser-worker.ts'],
    // The real tools need minutes and a JVM: `npm run test:tools`. Servers of every major: `npm run verify:rules`.
    exclude: ['test/vscode/**', 'test/tools/real/**', 'test/verify/**', '**/node_modules/**'],
    // One Postgres a process, and two cores: a process a core.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
