/** What a spreadsheet would take for a formula, and what escaping one looks like. */
const FORMULA = /^[=+\-@\t\r']/;
const ESCAPED = /^'[=+\-@\t\r']/;

/**
 * A cell of text as it stands in a CSV file (RFC 4180). What a spreadsheet would take for a formula gets an apostrophe in front (OWASP, CSV
 * injection), and so does what begins with one, so that `readCell` always gives the text back. For text alone: a number below 0 is none.
 */
export function csvCell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The text of a cell that `csvCell` wrote, once its quotes are taken off. */
export function readCell(cell: string): string {
  return ESCAPED.test(cell) ? cell.slice(1) : cell;
}
