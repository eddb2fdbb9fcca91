import { HostFigure, MOST_FIGURES } from '../../../../server/src/tracking/hostfigures/schema.ts';
import {
  dayCell,
  dayFault,
  type DayOrder,
  dayOrderOf,
  type FigureDefaults,
  figureOfRow,
} from '../../../../server/src/tracking/hostfigures/rules.ts';
import { CommandError } from '../../command-error.ts';
import { readRecords } from '../../csv-records.ts';

/** A line of a file of figures that cannot be entered, and why. */
export interface BadFigure {
  line: number;
  code: 'invalid';
  detail: string;
  source: unknown;
}

/** A part of a file of figures. */
export interface FigurePart {
  figures: HostFigure[];
  bad: BadFigure[];
}

/** Which of day and month stands first in the days of a file, as far as they tell. */
async function orderOfDays(file: string): Promise<DayOrder | undefined> {
  let columns: string[] | undefined;
  const days = new Set<string>();
  for await (const records of readRecords(file)) {
    for (const { cells } of records) {
      if (columns === undefined) columns = cells;
      else days.add(dayCell(columns, cells));
    }
  }
  return dayOrderOf([...days]);
}

/** The first fault of a row, in words that say what to do. */
function detailOf({ path, message }: { path: PropertyKey[]; message: string }, row: Record<string, unknown>): string {
  const ofDay = path[0] === 'day' && typeof row.day === 'string' ? dayFault(row.day) : undefined;
  return `${path.join('.')} ${ofDay ?? message}`;
}

/**
 * The figures of a CSV file, at most 1,000 at a time; it is read twice, first for how its days are written.
 * @throws CommandError for an empty file, or one that is no CSV.
 */
export async function* readFigures(file: string, defaults: FigureDefaults): AsyncGenerator<FigurePart> {
  let columns: string[] | undefined;
  const dayOrder = await orderOfDays(file);
  let part: FigurePart = { figures: [], bad: [] };
  for await (const records of readRecords(file)) {
    for (const { line, cells } of records) {
      if (columns === undefined) {
        columns = cells;
        continue;
      }
      const row = figureOfRow(columns, cells, { ...defaults, dayOrder });
      const read = HostFigure.safeParse(row);
      if (read.success) part.figures.push(read.data);
      else {
        part.bad.push({ line, code: 'invalid', detail: detailOf(read.error.issues[0], row), source: row });
      }
      if (part.figures.length < MOST_FIGURES) continue;
      yield part;
      part = { figures: [], bad: [] };
    }
  }
  if (columns === undefined) throw new CommandError('The file is empty; its first line must name the columns.');
  if (part.figures.length + part.bad.length > 0) yield part;
}
