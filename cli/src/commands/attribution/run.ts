import { Command } from 'commander';
import { drainTenant, requestRebuild } from '../../../../server/src/attribution/paths/service.ts';
import { withInstallation } from '../../../../server/src/main.ts';
import { startProgress } from '../../progress.ts';
import { tenantOf } from '../../tenant.ts';

interface Options {
  tenant: string;
  rebuild?: boolean;
  json?: boolean;
}

async function run(options: Options): Promise<void> {
  const drained = await withInstallation(async (context) => {
    const tenantId = await tenantOf(context, options.tenant);
    if (options.rebuild === true) await requestRebuild(context, 'system', tenantId);
    const progress = startProgress({ label: 'matching', unit: 'events' });
    const stop = new AbortController();
    const abort = () => stop.abort();
    process.once('SIGINT', abort).once('SIGTERM', abort);
    try {
      return await drainTenant(context, 'system', tenantId, {
        signal: stop.signal,
        onRound: ({ touchpoints, conversions }) => progress.advance(touchpoints + conversions),
      });
    } finally {
      process.off('SIGINT', abort).off('SIGTERM', abort);
      progress.done();
    }
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
