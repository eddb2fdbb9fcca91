import { CommandError } from '../../command-error.ts';
import { readRecords, type ReadingProgress } from '../../csv-records.ts';

/** A row of a file of campaigns. */
export interface CampaignRow {
  campaign: string;
  show: string;
  category: string;
  impressions: number;
  /** Absent where the campaign is not finished. */
  conversions?: number;
}

const COLUMNS = ['campaign', 'show', 'category', 'impressions', 'spendMinor', 'conversions'] as const;
type Column = (typeof COLUMNS)[number];
const WHOLE = /^\d{1,15}$/;
const LONGEST_SHOWN = 40;

const shown = (text: string) => JSON.stringify(text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text);

/** Where each column stands. @throws CommandError when one is missing, unknown or stands twice. */
function headerOf(cells: readonly string[]): Record<Column, number> {
  const names = cells.map((cell) => cell.trim());
  const unknown = names.find((name) => !COLUMNS.some((column) => column === name));
  if (unknown !== undefined)
    throw new CommandError(
      `the column ${shown(unknown)} is unknown; known are ${COLUMNS.join(', ')}, which are known before a campaign runs`,
    );
  const missing = COLUMNS.find((column) => !names.includes(column));
  if (missing !== undefined) throw new CommandError(`the header has no column "${missing}"; it is ${COLUMNS.join(',')}`);
  if (names.length > COLUMNS.length) throw new CommandError('a column stands twice in the header');
  return Object.fromEntries(COLUMNS.map((column) => [column, names.indexOf(column)])) as Record<Column, number>;
}

function rowOf(cells: readonly string[], header: Record<Column, number>): CampaignRow {
  const cell = (column: Column) => (cells[header[column]] ?? '').trim();
  const whole = (column: Column): number => {
    if (!WHOLE.test(cell(column))) throw new CommandError(`${column} is ${shown(cell(column))}, not a whole number`);
    return Number(cell(column));
  };
  const row: CampaignRow = {
    campaign: cell('campaign'),
    show: cell('show'),
    category: cell('category'),
    impressions: whole('impressions'),
  };
  if (row.campaign === '') throw new CommandError('campaign is empty');
  if (row.impressions === 0) throw new CommandError('impressions is 0; a campaign that is not booked cannot be predicted');
  if (cell('spendMinor') !== '') whole('spendMinor');
  return cell('conversions') === '' ? row : { ...row, conversions: whole('conversions') };
}

/** The rows of a CSV file of campaigns, in its order. @throws CommandError naming the line. */
export async function readCampaigns(file: string, progress: ReadingProgress): Promise<CampaignRow[]> {
  const rows: CampaignRow[] = [];
  let header: Record<Column, number> | undefined;
  for await (const records of readRecords(file, progress)) {
    for (const { line, cells } of records) {
      try {
        if (header === undefined) header = headerOf(cells);
        else rows.push(rowOf(cells, header));
      } catch (error) {
        throw error instanceof CommandError ? new CommandError(`line ${line}: ${error.message}`) : error;
      }
    }
  }
  if (header === undefined) throw new CommandError(`the file is empty; its header is ${COLUMNS.join(',')}`);
  return rows;
}
