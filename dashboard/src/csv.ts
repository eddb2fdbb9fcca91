/** What a picture shows, for a spreadsheet: money in minor units, shares from 0 to 1, days as YYYY-MM-DD; null where nothing is known. */
export interface Figures {
  columns: readonly string[];
  rows: readonly (readonly (string | number | null)[])[];
}

/** What a spreadsheet would take for a formula (OWASP, CSV injection). */
const FORMULA = /^[=+\-@\t\r']/;

function cellText(cell: string | number | null): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const safe = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Figures as a CSV file (RFC 4180) with a header; a text that a spreadsheet would take for a formula gets an apostrophe in front. */
export function csvText({ columns, rows }: Figures): string {
  return [columns, ...rows].map((row) => `${row.map(cellText).join(',')}\r\n`).join('');
}

/** A title as the name of a file: lower case, words joined by hyphens, at most 80 characters. */
export function csvName(title: string): string {
  const words = title
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
    .match(/[\p{Letter}\p{Number}]+/gu);
  return `${(words ?? ['figures']).join('-').slice(0, 80)}.csv`;
}
