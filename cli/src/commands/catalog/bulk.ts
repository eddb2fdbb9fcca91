import { existsSync, readFileSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { Argument, Command } from 'commander';
import type { CatalogNoun, LineError } from '../../../../server/src/catalog/bulk/schema.ts';
import { CATALOG_NOUNS } from '../../../../server/src/catalog/bulk/schema.ts';
import { exportCatalog, importCatalog } from '../../../../server/src/catalog/bulk/service.ts';
import { CommandError } from '../../command-error.ts';
import { onInstallation, operatorOf } from '../../installation.ts';
import { startProgress } from '../../progress.ts';
import { resolvePath } from '../../working-folder.ts';

interface Options {
  tenant: string;
  dryRun?: boolean;
  json?: boolean;
}

const WORDS = CATALOG_NOUNS.map((noun) => noun.replace('_', '-'));

function nounOf(word: string): CatalogNoun {
  return word.replace('-', '_') as CatalogNoun;
}

function lineOf({ line, column, detail }: LineError): string {
  return column === null ? `line ${line}: ${detail}` : `line ${line}, ${column}: ${detail}`;
}

function readText(name: string): string {
  const file = resolvePath(name);
  if (!existsSync(file)) throw new CommandError(`There is no file ${file}.`);
  return readFileSync(file, 'utf8');
}

/** A dry run tells every error; only when it finds none is the file imported. */
async function importFile(word: string, name: string, options: Options): Promise<void> {
  const csv = readText(name);
  const noun = nounOf(word);
  const report = await onInstallation(async ({ context }) => {
    const actor = await operatorOf(context, options.tenant);
    const progress = startProgress({ label: 'importing', unit: word });
    try {
      const tried = await importCatalog(context, actor, { noun, csv, dryRun: true });
      progress.advance(tried.created + tried.changed + tried.unchanged);
      return options.dryRun === true || tried.errors.length > 0 ? tried : await importCatalog(context, actor, { noun, csv, dryRun: false });
    } finally {
      progress.done();
    }
  });
  const { created, changed, unchanged, errors } = report;
  if (options.json === true) process.stdout.write(`${JSON.stringify(report)}\n`);
  if (errors.length > 0) throw new CommandError(`Nothing was imported:\n${errors.map(lineOf).join('\n')}`);
  const done = report.isDryRun ? 'would be ' : '';
  if (options.json !== true)
    process.stdout.write(`${created} ${done}created, ${changed} ${done}changed, ${unchanged} ${done}left as they are.\n`);
}

async function exportFile(word: string, name: string, options: Options): Promise<void> {
  const file = resolvePath(name);
  const unfinished = `${file}.unfinished`;
  let lines = -1;
  try {
    await onInstallation(async ({ context }) => {
      const actor = await operatorOf(context, options.tenant);
      const progress = startProgress({ label: 'exporting', unit: word });
      try {
        const parts: string[] = [];
        for await (const part of exportCatalog(context, actor, nounOf(word))) {
          parts.push(part);
          const count = part.split('\r\n').length - 1;
          lines += count;
          progress.advance(count);
        }
        await writeFile(unfinished, parts.join(''));
      } finally {
        progress.done();
      }
    });
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
  process.stdout.write(options.json === true ? `${JSON.stringify({ lines, file })}\n` : `${lines} ${word} are in ${file}.\n`);
}

/** `earshot catalog import`: a CSV file of one noun, all of it or nothing. */
export function importCatalogCommand(): Command {
  return new Command('import')
    .description('import a CSV file of advertisers, shows, campaigns, placements, promo codes or links, all of it or nothing')
    .addArgument(new Argument('<noun>', 'what each line is').choices(WORDS))
    .argument('<file>', 'a .csv file; columns are the JSON names, nested with a dot (goal.kind)')
    .requiredOption('--tenant <slug>', 'whose catalogue it is')
    .option('--dry-run', 'say what an import would do, and do nothing')
    .option('--json', 'print {"noun","isDryRun","created","changed","unchanged","errors"}')
    .action(importFile);
}

/** `earshot catalog export`: everything of one noun, as `earshot catalog import` reads it. */
export function exportCatalogCommand(): Command {
  return new Command('export')
    .description('write advertisers, shows, campaigns, placements, promo codes or links to a CSV file that can be imported again')
    .addArgument(new Argument('<noun>', 'what each line is').choices(WORDS))
    .argument('<file>', 'the file; one that is there is replaced')
    .requiredOption('--tenant <slug>', 'whose catalogue it is')
    .option('--json', 'print {"lines","file"}')
    .action(exportFile);
}
