import { Command } from 'commander';
import type { Sample } from '../../../../server/src/integrations/samples/schema.ts';
import { loadSample, removeSample } from '../../../../server/src/integrations/samples/service.ts';
import { onInstallation, operatorOf } from '../../installation.ts';
import { countText } from '../../count-text.ts';

interface Options {
  tenant: string;
  json?: boolean;
}

function textOf({ state, touchpoints, conversions, startsOn }: Sample): string {
  if (state === 'none') return 'There is no sample data in this tenant.';
  if (state !== 'loaded') return `Sample data is ${state}; another process is at it.`;
  return `Sample data from ${startsOn} on: ${countText(touchpoints, 'touchpoint')}, ${countText(conversions, 'conversion')}.`;
}

/** What is left after the sample was removed. */
function removedText(sample: Sample): string {
  return sample.state === 'none' ? 'This tenant has no sample data any more.' : textOf(sample);
}

async function run(act: typeof loadSample, text: (sample: Sample) => string, { tenant, json }: Options): Promise<void> {
  const found = await onInstallation(async ({ context }) => {
    const actor = await operatorOf(context, tenant);
    return act(context, actor, actor.tenantId);
  });
  process.stdout.write(`${json === true ? JSON.stringify(found) : text(found)}\n`);
}

function commandOf(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .requiredOption('--tenant <slug>', 'which tenant')
    .option('--json', 'print it as the API has it');
}

/** `earshot sample load`: fills an empty tenant with sample data. */
export function loadSampleCommand(): Command {
  return commandOf('load', 'fill an empty tenant with sample data').action((options: Options) => run(loadSample, textOf, options));
}

/** `earshot sample remove`: removes it wholly. */
export function removeSampleCommand(): Command {
  return commandOf('remove', 'remove the sample data of a tenant').action((options: Options) => run(removeSample, removedText, options));
}
