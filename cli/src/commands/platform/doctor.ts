import { styleText } from 'node:util';
import { Command, Option } from 'commander';
import type { Check } from '../../../../server/src/api/doctor/rules.ts';
import { examine, examineRedirector } from '../../../../server/src/main.ts';
import { startProgress } from '../../progress.ts';

const NAME_WIDTH = 12;
const LOOK = { ok: ['ok', 'green'], warning: ['warning', 'yellow'], failed: ['FAILED', 'red'] } as const;

function describe({ name, state, detail, fix }: Check): string {
  const [word, colour] = LOOK[state];
  const line = `${name.padEnd(NAME_WIDTH)}${styleText(colour, word.padEnd(9), { stream: process.stdout })}${detail}`;
  return fix === null ? line : `${line}\n${' '.repeat(NAME_WIDTH + 9)}→ ${fix}`;
}

async function examineAll({ json, role }: { json?: boolean; role: 'all' | 'tracking' }): Promise<void> {
  const progress = startProgress({ label: 'looking through the installation', unit: 'checks' });
  const checks = await (role === 'tracking' ? examineRedirector() : examine()).finally(() => progress.done());
  const isWell = checks.every(({ state }) => state !== 'failed');
  process.stdout.write(json === true ? `${JSON.stringify({ ok: isWell, checks })}\n` : `${checks.map(describe).join('\n')}\n`);
  if (!isWell) process.exitCode = 1;
}

/** `earshot doctor`: what is wrong with this installation, and what to do about it. */
export function doctorCommand(): Command {
  return new Command('doctor')
    .description('look through settings, secret, disk, spool, database and clock, and whether events come from the people they are of')
    .addOption(
      new Option('--role <role>', 'all, or tracking: a redirector, which has no database; whether it reaches the main installation')
        .choices(['all', 'tracking'])
        .default('all'),
    )
    .option('--json', 'print {"ok","checks":[{"name","state","detail","fix"}]}')
    .action(examineAll);
}
