import { defineConfig } from 'vitest/config';

/** `npm run test:tools`: the real tools. One server; the tools are processes of their own, so that tests run beside each other. */
export default defineConfig({
  test: {
    include: ['test/tools/real/**/*.test.ts'], globalSetup: ['test/tools/real/not-run.ts'], passWithNoTests: true,
    pool: 'forks', maxWorkers: 1, maxConcurrency: 3, sequence: { concurrent: true }, testTimeout: 180_000, hookTimeout: 180_000,
  },
});
