import { Command } from 'commander';
import { drainTenant, requestRebuild } from '../../../../server/src/attribution/paths/service.ts';
import { drainRequests } from '../../../../server/src/tracking/counting/service.ts';
import { CommandError } from '../../command-error.ts';
import { onInstallation, operatorOf } from '../../installation.ts';
import { startProgress } from '../../progress.ts';

interface Options {
  tenant: string;
  rebuild?: boolean;
  json?: boolean;
}

async function run(options: Options): Promise<void> {
  const drained = await onInstallation(async ({ context, stop }) => {
    const { tenantId } = await operatorOf(context, options.tenant);
    if (options.rebuild === true) await requestRebuild(context, 'system', tenantId);
    const counting = startProgress({ label: 'counting', unit: 'listeners' });
    const counted = await drainRequests(context, 'system', tenantId, {
      signal: stop,
      onRound: ({ listeners }) => counting.advance(listeners),
    }).finally(() => counting.done());
    const matching = startProgress({ label: 'matching', unit: 'events' });
    const matched = await drainTenant(context, 'system', tenantId, {
      signal: stop,
      onRound: ({ touchpoints, conversions }) => matching.advance(touchpoints + conversions),
    }).finally(() => matching.done());
    if (!stop.aborted) return { downloads: counted.downloads, ...matched };
    throw new CommandError('Stopped. What is left waits for the server, or for the next run.');
  });
  const { downloads, touchpoints, conversions, changedPaths } = drained;
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify(drained)}\n`
      : `Counted ${downloads} downloads that are new or changed. ` +
          `Looked at ${touchpoints} new touchpoints and ${conversions} conversions; ${changedPaths} paths are new or changed.\n`,
  );
}

/** `earshot attribution run`: counts and matches what waits, in this process, without waiting for the server. */
export function runCommand(): Command {
  return new Command('run')
    .description('count and match what waits now; can be stopped with Ctrl-C and run again at any time')
    .requiredOption('--tenant <slug>', 'whose events')
    .option('--rebuild', 'match every conversion of the tenant again')
    .option('--json', 'print {"downloads","touchpoints","conversions","changedPaths"}')
    .action(run);
}
