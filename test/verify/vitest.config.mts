import { defineConfig } from 'vitest/config';

/** `npm run verify:rules`: what rules say, asked of a server of each major. It needs minutes, and is no part of `npm test`. */
export default defineConfig({
  test: {
    include: ['test/verify/*.test.ts'], globalSetup: ['test/parser-worker.ts'],
    pool: 'forks', maxConcurrency: 2, testTimeout: 600_000, hookTimeout: 180_000, disableConsoleIntercept: true,
  },
});
