import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const VITEST = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
const ROOT = fileURLToPath(new URL('..', import.meta.url));

const { status } = spawnSync(process.execPath, [VITEST, 'run', 'server/test/api-examples.test.ts', '--update'], {
  cwd: ROOT,
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
