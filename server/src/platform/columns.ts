const NEEDS_QUOTES = /[\s"\\{},]|^$|^null$/i;

function element(value: string | number | boolean | null | undefined): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value !== 'string') return String(value);
  return NEEDS_QUOTES.test(value) ? `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"` : value;
}

/**
 * One column of many rows as a PostgreSQL array literal, for `unnest`. A column without any value becomes the empty array, which `unnest`
 * fills up with nulls beside longer ones.
 */
export function column<Row>(rows: readonly Row[], pick: (row: Row) => string | number | boolean | null | undefined): string {
  let text = '';
  let filled = false;
  for (const row of rows) {
    const value = pick(row);
    filled ||= value !== null && value !== undefined;
    text += (text === '' ? '' : ',') + element(value);
  }
  return filled ? `{${text}}` : '{}';
}
