import { existsSync, statSync } from 'node:fs';
import { Command } from 'commander';
import { learn, LEVELS } from '../../../../server/src/ai/predictions/rules.ts';
import { CommandError } from '../../command-error.ts';
import { startProgress } from '../../progress.ts';
import { tableText } from '../../table-text.ts';
import { resolvePath } from '../../working-folder.ts';
import { type CampaignRow, readCampaigns } from './campaign-file.ts';

interface Options {
  json?: boolean;
}

const NAMES = LEVELS.map((level) => `q${String(Math.round(100 * level)).padStart(2, '0')}`);

const isFinished = (row: CampaignRow): row is CampaignRow & { conversions: number } => row.conversions !== undefined;

async function readFile(fileName: string): Promise<CampaignRow[]> {
  const file = resolvePath(fileName);
  if (!existsSync(file)) throw new CommandError(`There is no file ${file}.`);
  const status = statSync(file);
  if (status.isDirectory()) throw new CommandError(`${file} is a folder, not a file of campaigns.`);
  const progress = startProgress({ label: 'reading', unit: 'bytes', total: status.isFile() ? status.size : undefined });
  try {
    return await readCampaigns(file, { onRead: (bytes) => progress.advance(bytes) });
  } catch (error) {
    throw error instanceof CommandError ? new CommandError(`${fileName}, ${error.message}`) : error;
  } finally {
    progress.done();
  }
}

/** What the numbers rest on, for people. */
function tellHistory(history: number, asked: number): void {
  if (asked === 0)
    process.stderr.write('earshot: every campaign of the file has conversions; leave them empty where one is to be predicted\n');
  else if (history === 0)
    process.stderr.write('earshot: no history: no campaign of the file is finished, so these intervals rest on published rates alone\n');
  else process.stderr.write(`earshot: these intervals rest on ${history} finished campaign${history === 1 ? '' : 's'} of the file\n`);
}

async function printPredictions(fileName: string, { json }: Options): Promise<void> {
  const rows = await readFile(fileName);
  const [finished, asked] = [rows.filter(isFinished), rows.filter((row) => !isFinished(row))];
  const predictor = learn(finished);
  tellHistory(predictor.history, asked.length);
  const predictions = asked.map((row) => ({ campaign: row.campaign, quantiles: predictor.predict(row, LEVELS) }));
  if (json === true) {
    const items = predictions.map(({ campaign, quantiles }) => ({
      campaign,
      ...Object.fromEntries(NAMES.map((name, place) => [name, quantiles[place]])),
    }));
    process.stdout.write(`${JSON.stringify(items)}\n`);
  } else if (predictions.length > 0) {
    const lines = predictions.map(({ campaign, quantiles }) => [campaign, ...quantiles.map((value) => value.toLocaleString('en-US'))]);
    process.stdout.write(`${tableText([['campaign', ...NAMES], ...lines])}\n`);
  }
}

/** `earshot ai predict`: conversions of campaigns before they run, without a server or a database. */
export function predictCommand(): Command {
  return new Command('predict')
    .description('predict the conversions of campaigns from those that are finished; needs no server and no database')
    .argument('<file>', 'CSV with the header campaign,show,category,impressions,spendMinor,conversions, oldest campaign first')
    .option('--json', 'print [{"campaign","q05","q10","q25","q50","q75","q90","q95"}] of the rows without conversions, in their order')
    .action(printPredictions);
}
