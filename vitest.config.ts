import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/parser-worker.ts'],
    // The real tools need minutes and a JVM: `npm run test:tools`.
    exclude: ['test/vscode/**', 'test/tools/real/**', '**/node_modules/**'],
    // One Postgres a process, and two cores: a process a core.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
