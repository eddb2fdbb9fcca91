import { Command } from 'commander';
import type { PathCheck } from '../../../../server/src/attribution/path-checks/schema.ts';
import { checkPaths } from '../../../../server/src/attribution/path-checks/service.ts';
import { CommandError } from '../../command-error.ts';
import { onInstallation, operatorOf } from '../../installation.ts';
import { startProgress } from '../../progress.ts';
import { countText } from '../../count-text.ts';

interface CheckOptions {
  tenant: string;
  json?: boolean;
}

const VERDICTS = {
  same: 'Every path came out as it is stored, and so did the sums.',
  differs: 'Stored paths or sums are not what the events come to.',
  unsettled: 'Nothing differs but what events that still wait may explain; try again when they are matched.',
} as const;

function textOf(found: PathCheck): string {
  const { verdict, conversions, uncheckable, fromDay, throughDay, differenceCount, differences, storedHash, rebuiltHash } = found;
  const aside = uncheckable === 0 ? '' : ` ${uncheckable} rest on events that are kept no longer and were left out.`;
  const lines = [
    `${VERDICTS[verdict]} ${countText(conversions, 'conversion')} from ${fromDay ?? '-'} to ${throughDay ?? '-'}.${aside}`,
    `stored   ${storedHash}`,
    `rebuilt  ${rebuiltHash}`,
    ...differences.map(({ day, conversionId, says }) => `${day}  ${conversionId ?? 'sums'}: ${says}`),
  ];
  if (differenceCount > differences.length) lines.push(`… and ${differenceCount - differences.length} more differences.`);
  return lines.join('\n');
}

async function check({ tenant, json }: CheckOptions): Promise<void> {
  const {
    isWhole,
    nextDay: _nextDay,
    ...found
  } = await onInstallation(async ({ context, stop }) => {
    const { tenantId } = await operatorOf(context, tenant);
    const progress = startProgress({ label: 'checking', unit: 'conversions' });
    const onDay = ({ conversions }: { conversions: number }) => progress.advance(conversions);
    return checkPaths(context, 'system', tenantId, { signal: stop, onDay }).finally(() => progress.done());
  });
  const whole = { isWhole, ...found };
  process.stdout.write(json === true ? `${JSON.stringify(whole)}\n` : `${textOf(whole)}\n`);
  if (!isWhole) throw new CommandError('Stopped. Days behind the last one were not looked at.');
  if (found.verdict === 'differs') process.exitCode = 1;
}

/** `earshot attribution check`: whether the stored paths are what the stored events come to. */
export function checkCommand(): Command {
  return new Command('check')
    .description('build every path anew from the events, write nothing, and compare; can be stopped with Ctrl-C')
    .requiredOption('--tenant <slug>', 'whose paths')
    .option('--json', 'print what was found as the API has it')
    .action(check);
}
