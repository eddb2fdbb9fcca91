import { Command } from 'commander';
import { restoreInstallation } from '../../../../server/src/main.ts';
import { startProgress } from '../../progress.ts';
import { stopSignal } from '../../stop-signal.ts';
import { orStopped, pathOf } from './backup.ts';
import { countText } from '../../count-text.ts';

interface RestoreOptions {
  tenant?: string;
  verifyCredit?: boolean;
  json?: boolean;
}

type Restored = Awaited<ReturnType<typeof restoreInstallation>>;

const VERDICTS = {
  same: 'is what it was',
  differs: 'DIFFERS from what its events come to',
  unsettled: 'cannot be told yet, since events wait to be matched',
} as const;

function textOf({ backup, rows, comparedParts, erasedAgain, membersLeftOut, credit }: Restored, tenant: string | undefined): string {
  const what = tenant === undefined ? `everything of ${countText(backup.tenants.length, 'tenant')}` : `the tenant "${tenant}"`;
  const lines = [
    `Restored ${what} as of ${backup.madeAt}: ${countText(rows, 'row')}; ` +
      `the rows of ${comparedParts} tables of tenants were read back and are what the backup says.`,
  ];
  if (erasedAgain > 0) lines.push(`${erasedAgain} records of people who were erased since were erased again.`);
  if (membersLeftOut > 0) lines.push(`${membersLeftOut} members were left out, since there are no such people here.`);
  for (const one of credit ?? [])
    lines.push(`The credit of ${one.tenant} (${countText(one.conversions, 'conversion')}) ${VERDICTS[one.verdict]}.`);
  return `${lines.join('\n')}\n`;
}

async function restore(file: string, { tenant, verifyCredit, json }: RestoreOptions): Promise<void> {
  const stop = stopSignal();
  const progress = startProgress({ label: 'restoring', unit: 'rows' });
  const work = restoreInstallation({
    file: pathOf(file),
    slug: tenant,
    verifyCredit: verifyCredit === true,
    signal: stop,
    onRows: (rows) => progress.advance(rows),
  });
  const stopped = 'Stopped. If nothing of it stands above, nothing was restored; call the same again.';
  const restored = await orStopped(work, stop, stopped).finally(() => progress.done());
  process.stdout.write(json === true ? `${JSON.stringify(restored)}\n` : textOf(restored, tenant));
  if (restored.credit?.some(({ verdict }) => verdict === 'differs') === true) process.exitCode = 1;
}

/** `earshot restore`: everything into an empty installation, or one tenant beside others. */
export function restoreCommand(): Command {
  return new Command('restore')
    .description('restore a backup into an empty data folder or database, all of it or nothing; verifies the whole file first')
    .argument('<file>', 'the backup')
    .option('--tenant <slug>', 'this tenant alone, beside the others of an installation that lacks it; the server may run')
    .option('--verify-credit', "compute each tenant's credit anew from its events and compare it with what was stored")
    .option('--json', 'print {"backup","comparedParts","rows","erasedAgain","membersLeftOut","credit"}')
    .action(restore);
}
