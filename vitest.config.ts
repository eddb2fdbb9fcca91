import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const cluster = fileURLToPath(new URL('server/test/cluster.ts', import.meta.url));

export default defineConfig({
  test: {
    include: ['{engine,simulator,server,client,dashboard,cli,tools}/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    globalSetup: existsSync(cluster) ? [cluster] : [],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 240_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 30_000 } },
  },
});
