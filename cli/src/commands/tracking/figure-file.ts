import { HostFigure, MOST_FIGURES } from '../../../../server/src/tracking/hostfigures/schema.ts';
import { type FigureDefaults, figureOfRow } from '../../../../server/src/tracking/hostfigures/rules.ts';
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

/** The figures of a CSV file, at most 1,000 at a time. @throws CommandError for a file without a day or a count among its columns. */
export async function* readFigures(file: string, defaults: FigureDefaults): AsyncGenerator<FigurePart> {
  let columns: string[] | undefined;
  let part: FigurePart = { figures: [], bad: [] };
  for await (const records of readRecords(file)) {
    for (const { line, cells } of records) {
      if (columns === undefined) {
        columns = cells;
        continue;
      }
      const row = figureOfRow(columns, cells, defaults);
      const read = HostFigure.safeParse(row);
      if (read.success) part.figures.push(read.data);
      else {
        const [{ path, message }] = read.error.issues;
        part.bad.push({ line, code: 'invalid', detail: `${path.join('.')} ${message}`, source: row });
      }
      if (part.figures.length < MOST_FIGURES) continue;
      yield part;
      part = { figures: [], bad: [] };
    }
  }
  if (columns === undefined) throw new CommandError('The file is empty; its first line must name the columns.');
  if (part.figures.length + part.bad.length > 0) yield part;
}
