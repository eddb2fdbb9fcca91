import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const VITEST = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
const ROOT = fileURLToPath(new URL('..', import.meta.url));

const WRITERS = ['server/test/api-examples.test.ts', 'server/test/public-examples.test.ts'];

const { status } = spawnSync(process.execPath, [VITEST, 'run', ...WRITERS, '--update'], {
  cwd: ROOT,
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
