import { existsSync, statSync } from 'node:fs';
import { Command } from 'commander';
import {
  buildModel,
  DATA_DRIVEN_MODEL_NAMES,
  type DataDrivenModelName,
  MODEL_NAMES,
  type ModelName,
} from '../../../../engine/src/index.ts';
import { CommandError } from '../../command-error.ts';
import { startProgress } from '../../progress.ts';
import { resolvePath } from '../../working-folder.ts';
import { type CreditLedger, type CreditLine, type FileModel, openLedger } from './credit-ledger.ts';
import { readRecords } from '../../csv-records.ts';
import { headerOf, type PathHeader, rowOf } from './path-file.ts';

interface Options {
  model: string;
  halfLifeDays: string;
  markovOrder: string;
  json?: boolean;
}

type AnyModelName = ModelName | DataDrivenModelName;

const DAY_MS = 86_400_000;
const ALL_NAMES: readonly AnyModelName[] = [...MODEL_NAMES, ...DATA_DRIVEN_MODEL_NAMES];
const NO_HAZARD = 'a file of paths does not tell how long people were observed, with exposures and without';

function isModelName(name: string): name is AnyModelName {
  return ALL_NAMES.some((known) => known === name);
}

function namesOf(list: string): AnyModelName[] {
  const names = list.split(',').map((name) => name.trim());
  return [...new Set(names)].map((name) => {
    if (isModelName(name)) return name;
    throw new CommandError(
      `There is no model "${name}". The models are ${ALL_NAMES.join(', ')}; "all" stands alone and means each of them.`,
    );
  });
}

function buildFileModel(name: Exclude<AnyModelName, 'hazard'>, { halfLifeDays, markovOrder }: Options): FileModel {
  if (name === 'shapley') return { name };
  if (name === 'markov') return { name, order: markovOrder === '1' ? 1 : 2 };
  const days = halfLifeDays.trim() === '' ? NaN : Number(halfLifeDays);
  try {
    return buildModel(name, { halfLifeMs: days * DAY_MS });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new CommandError(`--half-life-days must be a number above 0 and at most 36500, not "${halfLifeDays}".`);
  }
}

/** Says which model is left out of "all", and why. */
function tellLeftOut(model: string, reason: string): void {
  process.stderr.write(`earshot: ${model} is left out, because ${reason}\n`);
}

/** The models asked for, built; whether each can be computed depends on the file, too. */
function modelsOf(options: Options): FileModel[] {
  if (!/^[12]$/.test(options.markovOrder)) throw new CommandError(`--markov-order must be 1 or 2, not "${options.markovOrder}".`);
  const names = options.model.trim() === 'all' ? ALL_NAMES : namesOf(options.model);
  return names.flatMap((name) => {
    if (name !== 'hazard') return [buildFileModel(name, options)];
    if (options.model.trim() !== 'all') throw new CommandError(`hazard cannot be computed: ${NO_HAZARD}.`);
    return [];
  });
}

/** The models the file's columns allow. @throws CommandError when one that is missing a column was asked for by name. */
function computable(models: FileModel[], header: PathHeader, isAll: boolean): FileModel[] {
  if (isAll) tellLeftOut('hazard', NO_HAZARD);
  if (header.daysBefore !== undefined || !models.some(({ name }) => name === 'time_decay')) return models;
  if (!isAll) throw new CommandError('time_decay needs the column daysBefore, for example "10 > 3 > 0" for three touchpoints');
  tellLeftOut('time_decay', 'the file has no column daysBefore');
  return models.filter(({ name }) => name !== 'time_decay');
}

/** What happens to a model that the file turns out to be too large for. */
function refuse(model: string, reason: string): never {
  throw new CommandError(`${model} cannot be computed: ${reason}`);
}

interface Job {
  file: string;
  models: FileModel[];
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
          ledger = openLedger(computable(models, header, isAll), isAll ? tellLeftOut : refuse);
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
    .option('--model <names>', `all, or one or more of ${ALL_NAMES.join(', ')}, separated by commas`, 'all')
    .option('--half-life-days <days>', 'age after which a touchpoint weighs half as much under time_decay', '7')
    .option('--markov-order <number>', 'how many of the last touchpoints the next one depends on under markov, 1 or 2', '1')
    .option('--json', 'print [{"channel","model","conversions","value"}] instead of CSV')
    .action(credit);
}
