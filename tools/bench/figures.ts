import { cpus, totalmem } from 'node:os';

/** The value below which the share `part` (0 to 1) of the values lies, by the nearest rank. NaN when there is none. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted.length === 0 ? Number.NaN : sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
}

/** The middle one of an odd number of values. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** A number with so many decimals, its thousands set apart. */
export function format(value: number, decimals = 0): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

/** A Markdown table; every column but the first holds numbers. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, place) => (place === 0 ? '---' : '--:'))), ...rows.map(line)];
}

/** What a bench aims at, and what it reached. */
export interface Aim {
  what: string;
  aim: string;
  reached: string;
  isMet: boolean;
}

/** The table of aims. */
export function aimTable(aims: readonly Aim[]): string[] {
  return table(
    ['aim', 'asked for', 'reached', 'met'],
    aims.map(({ what, aim, reached, isMet }) => [what, aim, reached, isMet ? 'yes' : 'no']),
  );
}

/** A sentence on what the figures were taken on, and when. */
export function machine(): string {
  const processor = cpus()[0]?.model ?? 'unknown processor';
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  const day = new Date().toISOString().slice(0, 10);
  return `Machine: ${cpus().length} cores of a shared server (${processor}), ${gigabytes} GB, Node ${process.versions.node}, ${day}.`;
}
