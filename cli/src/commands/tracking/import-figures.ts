import { appendFileSync, existsSync, rmSync } from 'node:fs';
import { Command } from 'commander';
import { putHostFigures } from '../../../../server/src/tracking/hostfigures/service.ts';
import { CommandError } from '../../command-error.ts';
import { onInstallation, operatorOf } from '../../installation.ts';
import { startProgress } from '../../progress.ts';
import { resolvePath } from '../../working-folder.ts';
import { readFigures } from './figure-file.ts';

interface Options {
  tenant: string;
  show?: string;
  source?: string;
  json?: boolean;
}

async function importFigures(fileName: string, options: Options): Promise<void> {
  const file = resolvePath(fileName);
  if (!existsSync(file)) throw new CommandError(`There is no file ${file}.`);
  const rejectsFile = `${file}.rejected.ndjson`;
  rmSync(rejectsFile, { force: true });
  const counts = await onInstallation(async ({ context, stop }) => {
    const actor = await operatorOf(context, options.tenant);
    const progress = startProgress({ label: 'importing', unit: 'figures' });
    const sum = { stored: 0, rejected: 0 };
    const warnings = new Set<string>();
    try {
      for await (const { figures, bad } of readFigures(file, options)) {
        if (stop.aborted)
          throw new CommandError('Stopped. The same command begins anew; figures that are stored already stay as they are.');
        if (bad.length > 0) appendFileSync(rejectsFile, bad.map((one) => `${JSON.stringify(one)}\n`).join(''), { mode: 0o600 });
        if (figures.length > 0) {
          const { stored, unknown } = await putHostFigures(context, actor, figures);
          sum.stored += stored;
          for (const { detail } of unknown) warnings.add(detail);
        }
        sum.rejected += bad.length;
        progress.advance(figures.length + bad.length);
      }
    } finally {
      progress.done();
    }
    for (const warning of warnings) process.stderr.write(`earshot: ${warning} Until then its figures stand beside nothing.\n`);
    return sum;
  });
  const hint = counts.rejected === 0 ? '' : ` The rejected lines, with reasons, are in ${rejectsFile}.`;
  process.stdout.write(
    options.json === true ? `${JSON.stringify(counts)}\n` : `${counts.stored} stored, ${counts.rejected} rejected.${hint}\n`,
  );
}

/** `earshot import host-figures`: what a host counted itself, for the waterfall to hold against our counts. */
export function importFiguresCommand(): Command {
  return new Command('host-figures')
    .description('enter what a host counted itself, by show or episode and day, from a CSV file')
    .argument('<file>', 'a .csv file with the columns day and downloads, and show, episode and source where they are not given here')
    .requiredOption('--tenant <slug>', 'whose figures they are')
    .option('--show <key>', 'the show of lines that name none')
    .option('--source <name>', 'who counted, for lines that do not say it')
    .option('--json', 'print {"stored","rejected"}')
    .action(importFigures);
}
