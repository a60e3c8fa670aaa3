import { defineConfig } from 'vitest/config';

/** `npm run test:tools`: the real tools, which need minutes and a JVM, and are no part of `npm test`. */
export default defineConfig({
  test: { include: ['test/tools/real/**/*.test.ts'], pool: 'forks', maxWorkers: 2, testTimeout: 180_000, hookTimeout: 180_000 },
});
