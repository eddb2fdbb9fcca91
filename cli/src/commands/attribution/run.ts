import { Command } from 'commander';
import { drainTenant, requestRebuild } from '../../../../server/src/attribution/paths/service.ts';
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
    const progress = startProgress({ label: 'matching', unit: 'events' });
    try {
      const done = await drainTenant(context, 'system', tenantId, {
        signal: stop,
        onRound: ({ touchpoints, conversions }) => progress.advance(touchpoints + conversions),
      });
      if (!stop.aborted) return done;
    } finally {
      progress.done();
    }
    throw new CommandError('Stopped. What is left waits for the server, or for the next run.');
  });
  const { touchpoints, conversions, changedPaths } = drained;
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify(drained)}\n`
      : `Looked at ${touchpoints} new touchpoints and ${conversions} conversions; ${changedPaths} paths are new or changed.\n`,
  );
}

/** `earshot attribution run`: matches what waits, in this process, without waiting for the server. */
export function runCommand(): Command {
  return new Command('run')
    .description('match what waits now; can be stopped with Ctrl-C and run again at any time')
    .requiredOption('--tenant <slug>', 'whose events')
    .option('--rebuild', 'match every conversion of the tenant again')
    .option('--json', 'print {"touchpoints","conversions","changedPaths"}')
    .action(run);
}
