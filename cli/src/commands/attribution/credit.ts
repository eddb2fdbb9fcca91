import { existsSync, statSync } from 'node:fs';
import { Command } from 'commander';
import { buildModel, type Model, MODEL_NAMES, type ModelName } from '../../../../engine/src/index.ts';
import { CommandError } from '../../command-error.ts';
import { startProgress } from '../../progress.ts';
import { resolvePath } from '../../working-folder.ts';
import { type CreditLedger, type CreditLine, openLedger } from './credit-ledger.ts';
import { readRecords } from '../../csv-records.ts';
import { headerOf, type PathHeader, rowOf } from './path-file.ts';

interface Options {
  model: string;
  halfLifeDays: string;
  json?: boolean;
}

const DAY_MS = 86_400_000;
const NEEDS_AGES: ReadonlySet<ModelName> = new Set(['time_decay']);

function isModelName(name: string): name is ModelName {
  return MODEL_NAMES.some((known) => known === name);
}

function namesOf(list: string): ModelName[] {
  const names = list.split(',').map((name) => name.trim());
  return [...new Set(names)].map((name) => {
    if (isModelName(name)) return name;
    throw new CommandError(
      `There is no model "${name}". The models are ${MODEL_NAMES.join(', ')}; "all" stands alone and means each of them.`,
    );
  });
}

/** The models asked for, built; whether each can be computed depends on the file's columns. */
function modelsOf({ model, halfLifeDays }: Options): Model[] {
  const days = halfLifeDays.trim() === '' ? NaN : Number(halfLifeDays);
  const names = model.trim() === 'all' ? MODEL_NAMES : namesOf(model);
  try {
    return names.map((name) => buildModel(name, { halfLifeMs: days * DAY_MS }));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new CommandError(`--half-life-days must be a number above 0 and at most 36500, not "${halfLifeDays}".`);
  }
}

/** The models the file's columns allow. @throws CommandError when one that is missing a column was asked for by name. */
function computable(models: Model[], header: PathHeader, isAll: boolean): Model[] {
  if (header.daysBefore !== undefined) return models;
  const lacking = models.filter(({ name }) => NEEDS_AGES.has(name)).map(({ name }) => name);
  if (lacking.length === 0) return models;
  if (!isAll) throw new CommandError(`${lacking.join(', ')} needs the column daysBefore, for example "10 > 3 > 0" for three touchpoints`);
  process.stderr.write(`earshot: ${lacking.join(', ')} is left out, because the file has no column daysBefore\n`);
  return models.filter(({ name }) => !NEEDS_AGES.has(name));
}

interface Job {
  file: string;
  models: Model[];
  isAll: boolean;
  onRead: (bytes: number) => void;
}

async function creditFile({ file, models, isAll, onRead }: Job): Promise<CreditLine[]> {
  let header: PathHeader | undefined;
  let ledger: CreditLedger | undefined;
  for await (const records of readRecords(file, { onRead })) {
    for (const { line, cells } of records) {
      try {
        if (header !== undefined && ledger !== undefined) ledger.add(rowOf(header, cells));
        else {
          header = headerOf(cells);
          ledger = openLedger(computable(models, header, isAll));
        }
      } catch (error) {
        if (error instanceof CommandError) throw new CommandError(`line ${line}: ${error.message}`);
        throw error;
      }
    }
  }
  if (ledger === undefined) throw new CommandError('line 1: the file is empty; it starts with the header path,conversions,value');
  return ledger.lines();
}

function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function* csvLines(lines: CreditLine[]): Generator<string> {
  yield 'channel,model,conversions,value\n';
  for (const { channel, model, conversions, value } of lines) yield `${csvCell(channel)},${model},${conversions},${value}\n`;
}

async function credit(fileName: string, options: Options): Promise<void> {
  const models = modelsOf(options);
  const file = resolvePath(fileName);
  if (!existsSync(file)) throw new CommandError(`There is no file ${file}.`);
  const status = statSync(file);
  if (status.isDirectory()) throw new CommandError(`${file} is a folder, not a file of paths.`);
  const progress = startProgress({ label: 'crediting', unit: 'bytes', total: status.isFile() ? status.size : undefined });
  const isAll = options.model.trim() === 'all';
  const lines = await creditFile({ file, models, isAll, onRead: (bytes) => progress.advance(bytes) })
    .catch((error: unknown) => {
      if (error instanceof CommandError) throw new CommandError(`${file}, ${error.message}.`);
      throw error;
    })
    .finally(() => progress.done());
  process.stdout.write(options.json === true ? `${JSON.stringify(lines)}\n` : [...csvLines(lines)].join(''));
}

/** `earshot credit`: the engine's models over a file of paths, without a server or a database. */
export function creditCommand(): Command {
  return new Command('credit')
    .description('split the credit of a file of paths among its channels; needs no server and no database')
    .argument('<file>', 'CSV with the header path,conversions,value[,null][,daysBefore]; path = "a > b > c", daysBefore = "10 > 3 > 0"')
    .option('--model <names>', `all, or one or more of ${MODEL_NAMES.join(', ')}, separated by commas`, 'all')
    .option('--half-life-days <days>', 'age after which a touchpoint weighs half as much under time_decay', '7')
    .option('--json', 'print [{"channel","model","conversions","value"}] instead of CSV')
    .action(credit);
}
