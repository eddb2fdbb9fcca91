const FIGURE = /^(?:[^\p{L}]*\p{N}|[–?-]?$|any$)/u;

/**
 * Rows of words as lines, columns under one another: those of figures to the right, the first and those of words to the left. The first row
 * is the heading.
 */
export function tableText(rows: readonly (readonly string[])[]): string {
  const [heading = [], ...body] = rows;
  const columns = heading.map((_, place) => ({
    width: Math.max(...rows.map((row) => row[place].length)),
    isOfFigures: place > 0 && body.every((row) => FIGURE.test(row[place])),
  }));
  const cellOf = (cell: string, place: number) => {
    const { width, isOfFigures } = columns[place];
    return isOfFigures ? cell.padStart(width) : cell.padEnd(width);
  };
  return rows.map((row) => row.map(cellOf).join('  ').trimEnd()).join('\n');
}

/** Rows of words as lines without a heading, every column to the left. Rows may end early. */
export function columnsText(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) for (const [place, cell] of row.entries()) widths[place] = Math.max(widths[place] ?? 0, cell.length);
  return rows
    .map((row) =>
      row
        .map((cell, place) => cell.padEnd(widths[place]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
