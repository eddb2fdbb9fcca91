import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Count, countOfReport, summaryLine, sumOf } from './check/count.ts';
import { runProgram } from './check/run.ts';
import { OLDER_POSTGRES_TESTS, olderPostgres } from './check/older-postgres.ts';

const ROOT = join(import.meta.dirname, '..');
const bin = (path: string) => join(ROOT, 'node_modules', path);

interface Step {
  name: string;
  program: string[];
}

const STEPS: readonly Step[] = [
  { name: 'format', program: [bin('oxfmt/bin/oxfmt'), '--check'] },
  { name: 'lint', program: [bin('oxlint/bin/oxlint'), '--quiet'] },
  { name: 'types of engine, simulator, server, client, cli and tools', program: [bin('typescript/bin/tsc'), '-p', 'tsconfig.json'] },
  { name: 'types of the dashboard', program: [bin('typescript/bin/tsc'), '-p', 'dashboard'] },
  { name: 'types of the site tag', program: [bin('typescript/bin/tsc'), '-p', 'tag'] },
  { name: 'nothing unused', program: [bin('knip/bin/knip.js'), '--no-progress'] },
  { name: 'the dashboard builds', program: [join(ROOT, 'tools/build-dashboard.ts')] },
];

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

async function runStep({ name, program }: Step): Promise<Count> {
  const { code, output } = await runProgram(program, { cwd: ROOT });
  if (code === 0) say(`ok      ${name}`);
  else say(`FAILED  ${name}\n${output}`);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: [] };
}

/** Runs test files, shows what the runner says as it goes, and counts by its own report. */
async function runTests(name: string, files: readonly string[], env: Record<string, string> = {}): Promise<Count> {
  const folder = mkdtempSync(join(tmpdir(), 'earshot-check-'));
  const report = join(folder, 'report.json');
  say(`\n${name}`);
  try {
    const { code } = await runProgram([bin('vitest/vitest.mjs'), 'run', ...files], {
      cwd: ROOT,
      env: { NO_COLOR: '1', EARSHOT_TEST_REPORT: report, ...env },
      isShown: true,
    });
    return countOfReport(existsSync(report) ? readFileSync(report, 'utf8') : undefined, code, name);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runOnOlderPostgres(): Promise<Count> {
  const found = olderPostgres();
  const name = 'store, row-level security and migrations on PostgreSQL 15 to 17';
  if (found === undefined) return { passed: 0, failed: 0, skipped: [`${name}: no such server's programs are on this machine`] };
  return runTests(`${name} (${found})`, OLDER_POSTGRES_TESTS, { EARSHOT_TEST_POSTGRES: found });
}

const counts: Count[] = [];
for (const step of STEPS) counts.push(await runStep(step));
counts.push(await runTests('tests', []));
counts.push(await runOnOlderPostgres());
const sum = sumOf(counts);
for (const skipped of sum.skipped) say(`skipped ${skipped}`);
say(summaryLine(sum));
process.exitCode = sum.failed === 0 ? 0 : 1;
