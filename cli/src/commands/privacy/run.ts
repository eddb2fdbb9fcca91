import { Command } from 'commander';
import { runPrivacyRequests, tidyPrivacyRequests } from '../../../../server/src/privacy/work/service.ts';
import { onInstallation, operatorOf } from '../../installation.ts';

interface Options {
  tenant: string;
  json?: boolean;
}

async function run(options: Options): Promise<void> {
  const receipts = await onInstallation(async ({ context, stop }) => {
    const { tenantId } = await operatorOf(context, options.tenant);
    await tidyPrivacyRequests(context, 'system');
    return runPrivacyRequests(context, 'system', tenantId, stop);
  });
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify(receipts)}\n`);
    return;
  }
  for (const { request, kind, counts } of receipts) {
    const done = Object.entries(counts).map(([name, count]) => `${count} ${name}`);
    process.stdout.write(`${request}  ${kind}: ${done.join(', ')}\n`);
  }
  if (receipts.length === 0) process.stdout.write('No request waits for its work.\n');
}

/** `earshot privacy run`: does the work of requests that wait, in this process. */
export function runPrivacyCommand(): Command {
  return new Command('run')
    .description('do the work of requests whose person was made sure of, and print their receipts')
    .requiredOption('--tenant <slug>', 'whose requests')
    .option('--json', 'print the signed receipts')
    .action(run);
}
