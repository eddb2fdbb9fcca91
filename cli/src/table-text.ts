/** Rows of words as lines, columns under one another: the first to the left, the others to the right. The first row is the heading. */
export function tableText(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, place) => Math.max(...rows.map((row) => row[place].length)));
  return rows
    .map((row) =>
      row
        .map((cell, place) => (place === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[place])))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
