import { Command } from 'commander';
import type { Sample } from '../../../../server/src/integrations/samples/schema.ts';
import { loadSample, removeSample } from '../../../../server/src/integrations/samples/service.ts';
import { onInstallation, operatorOf } from '../../installation.ts';

interface Options {
  tenant: string;
  json?: boolean;
}

function textOf({ state, touchpoints, conversions, startsOn }: Sample): string {
  if (state === 'none') return 'There is no sample data in this tenant.';
  if (state !== 'loaded') return `Sample data is ${state}; another process is at it.`;
  return `Sample data from ${startsOn} on: ${touchpoints} touchpoints, ${conversions} conversions.`;
}

async function run(act: typeof loadSample, { tenant, json }: Options): Promise<void> {
  const found = await onInstallation(async ({ context }) => {
    const actor = await operatorOf(context, tenant);
    return act(context, actor, actor.tenantId);
  });
  process.stdout.write(`${json === true ? JSON.stringify(found) : textOf(found)}\n`);
}

function commandOf(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .requiredOption('--tenant <slug>', 'which tenant')
    .option('--json', 'print it as the API has it');
}

/** `earshot sample load`: fills an empty tenant with sample data. */
export function loadSampleCommand(): Command {
  return commandOf('load', 'fill an empty tenant with sample data').action((options: Options) => run(loadSample, options));
}

/** `earshot sample remove`: removes it wholly. */
export function removeSampleCommand(): Command {
  return commandOf('remove', 'remove the sample data of a tenant').action((options: Options) => run(removeSample, options));
}
