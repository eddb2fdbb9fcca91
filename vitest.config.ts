import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { Failures } from './tools/check/failures.ts';

const cluster = fileURLToPath(new URL('server/test/cluster.ts', import.meta.url));
/** Where the whole check wants the report of the tests; unset for whoever runs some of them. */
const report = process.env.EARSHOT_TEST_REPORT;

export default defineConfig({
  test: {
    include: ['{engine,simulator,server,client,dashboard,cli,tools}/**/*.test.{ts,tsx}'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    globalSetup: existsSync(cluster) ? [cluster] : [],
    reporters: report === undefined ? ['default'] : ['dot', new Failures(), ['json', { outputFile: report }]],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 240_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 30_000 } },
  },
});
