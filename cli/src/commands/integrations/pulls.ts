import { Command } from 'commander';
import { listPullStates, requestPull, runPull, runPulls } from '../../../../server/src/integrations/pulls/service.ts';
import { onInstallation, operatorOf } from '../../installation.ts';
import { countText } from '../../count-text.ts';

interface Options {
  tenant: string;
  source?: string;
  json?: boolean;
}

type State = Awaited<ReturnType<typeof listPullStates>>[number];

function line({ source, cursor, dueAt, finishedAt, fault, requests, stored }: State): string {
  const state = cursor === null ? `next ${dueAt}` : `under way, next ${dueAt}`;
  const last = finishedAt === null ? 'never through' : `through ${finishedAt}`;
  const counts = `${countText(requests, 'request')}, ${countText(stored, 'figure')}`;
  return `${source}  ${state}  ${last}  ${counts}${fault === null ? '' : `  ${fault}`}\n`;
}

function print(states: State[], json: boolean | undefined): void {
  if (json === true) process.stdout.write(`${JSON.stringify(states)}\n`);
  else process.stdout.write(states.map(line).join('') || 'This tenant has no host that is asked.\n');
}

async function status({ tenant, json }: Options): Promise<void> {
  print(await onInstallation(async ({ context }) => listPullStates(context, await operatorOf(context, tenant))), json);
}

async function run({ tenant, source, json }: Options): Promise<void> {
  const states = await onInstallation(async ({ context, stop }) => {
    const actor = await operatorOf(context, tenant);
    if (source === undefined) await runPulls(context, 'system', actor.tenantId, stop);
    else {
      await requestPull(context, actor, source);
      await runPull(context, 'system', actor.tenantId, source);
    }
    return (await listPullStates(context, actor)).filter((one) => source === undefined || one.source === source);
  });
  print(states, json);
}

/** `earshot pulls status`: how far each host of a tenant has been asked. */
export function pullStatusCommand(): Command {
  return new Command('status')
    .description('show how far each host has been asked, when it is next, and what went wrong last')
    .requiredOption('--tenant <slug>', 'whose hosts')
    .option('--json', 'print them as a list')
    .action(status);
}

/** `earshot pulls run`: asks hosts now, until they are through or want to be left alone for a while. */
export function runPullsCommand(): Command {
  return new Command('run')
    .description('ask the hosts that are due, or one host whether it is due or not, as far as its pace allows now')
    .requiredOption('--tenant <slug>', 'whose hosts')
    .option('--source <key>', 'only this one, now')
    .option('--json', 'print how far they are as a list')
    .action(run);
}
