/** A table in Markdown, its head first, padded as the formatter pads, so that it has nothing to change. */
export function tableOf(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_cell, column) => Math.max(3, ...rows.map((row) => row[column].length)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  return [line(rows[0]), line(widths.map((width) => '-'.repeat(width))), ...rows.slice(1).map(line)].join('\n');
}
