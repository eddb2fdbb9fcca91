import type { Sort } from './ui/table.tsx';

/** A sort as the address holds it: the column's id, with `-` in front for descending. */
export function writeSort(sort: Sort): string {
  return `${sort.descending ? '-' : ''}${sort.column}`;
}

/** The reverse of `writeSort`; undefined for no sort. */
export function readSort(text: string | undefined): Sort | undefined {
  if (!text) return undefined;
  return text.startsWith('-') ? { column: text.slice(1), descending: true } : { column: text, descending: false };
}
