import { Command } from 'commander';
import { drainTenant } from '../../../../server/src/attribution/paths/service.ts';
import { type Rebuild, requestRebuild } from '../../../../server/src/attribution/rebuilds/service.ts';
import { drainRequests } from '../../../../server/src/tracking/counting/service.ts';
import { CommandError } from '../../command-error.ts';
import { onInstallation, operatorOf } from '../../installation.ts';
import { startProgress } from '../../progress.ts';
import { countText } from '../../count-text.ts';

interface Options {
  tenant: string;
  rebuild?: boolean;
  json?: boolean;
}

async function rebuild(context: Parameters<typeof requestRebuild>[0], tenantId: string, signal: AbortSignal): Promise<Rebuild> {
  const comparing = startProgress({ label: 'matching anew', unit: 'conversions' });
  const onConversions = (count: number) => comparing.advance(count);
  return requestRebuild(context, 'system', tenantId, { signal, onConversions }).finally(() => comparing.done());
}

async function run(options: Options): Promise<void> {
  const drained = await onInstallation(async ({ context, stop }) => {
    const { tenantId } = await operatorOf(context, options.tenant);
    const rebuilt = options.rebuild === true ? await rebuild(context, tenantId, stop) : undefined;
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
    if (!stop.aborted) return { downloads: counted.downloads, ...matched, ...(rebuilt && { rebuilt }) };
    throw new CommandError('Stopped. What is left waits for the server, or for the next run.');
  });
  const { downloads, touchpoints, conversions, changedPaths, rebuilt } = drained;
  const anew = rebuilt
    ? `Matched ${countText(rebuilt.conversions, 'conversion')} anew at once, ${rebuilt.marked} of them one by one. `
    : '';
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify(drained)}\n`
      : `${anew}Counted ${countText(downloads, 'new or changed download')}. ` +
          `Looked at ${countText(touchpoints, 'new touchpoint')} and ${countText(conversions, 'conversion')}; ` +
          `${countText(changedPaths, 'path is', 'paths are')} new or changed.\n`,
  );
}

/** `earshot attribution run`: counts and matches what waits, in this process, without waiting for the server. */
export function runCommand(): Command {
  return new Command('run')
    .description('count and match what waits now; can be stopped with Ctrl-C and run again at any time')
    .requiredOption('--tenant <slug>', 'whose events')
    .option('--rebuild', 'match every conversion of the tenant again')
    .option('--json', 'print {"downloads","touchpoints","conversions","changedPaths"}, with --rebuild also "rebuilt"')
    .action(run);
}
