import { createHash } from 'node:crypto';
import { strToU8, zipSync } from 'fflate';
import { csvCell } from '../../platform/csv.ts';
import type { SubjectExport } from '../subjects/service.ts';

function cellOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return csvCell(typeof value === 'string' ? value : Array.isArray(value) ? value.join(' ') : JSON.stringify(value));
}

/** Rows as CSV (RFC 4180) under a header of their fields; nothing for no rows. */
export function csvOf(rows: readonly unknown[]): string {
  if (rows.length === 0) return '';
  const columns = Object.keys(rows[0] as object);
  const lines = rows.map((row) => columns.map((name) => cellOf((row as Record<string, unknown>)[name])).join(','));
  return [columns.join(','), ...lines, ''].join('\r\n');
}

/** What a file of an export holds, in its own words. */
const CONTENTS = {
  requests: 'requests for episodes that came from your device, and whether each was counted',
  touchpoints: 'ads you met and responses to them, as they were sent',
  conversions: 'what you did that was counted, as it was sent',
  refunds: 'what was given back of it',
  answers: 'what you answered when you were asked how you heard of it',
  paths: 'which of the touchpoints were held to belong to which conversion; others in your household are only counted',
  deliveries: 'what shops sent of you, as it came',
} as const;

function readme(names: readonly (keyof typeof CONTENTS)[], isPortable: boolean): string {
  return [
    isPortable ? 'Data about you, to take elsewhere.' : 'Data about you.',
    '',
    'Each part comes twice, as JSON and as CSV:',
    ...names.map((name) => `  ${name}: ${CONTENTS[name]}`),
    '',
    '"identifiedBy" says by which of your identifiers a row was found to be yours. The identifiers themselves are stored',
    'only as keyed hashes, which say nothing outside this installation, so they are left out.',
    '',
  ].join('\n');
}

/**
 * One zip with JSON and CSV for each part of a person's data. A portable one leaves out paths, which are inferred and not data the person
 * gave (GDPR art. 20; WP 242).
 */
export function buildArchive(data: SubjectExport, isPortable: boolean): Uint8Array {
  const all = ['requests', 'touchpoints', 'conversions', 'refunds', 'answers', 'paths', 'deliveries'] as const;
  const names = all.filter((name) => name !== 'paths' || !isPortable);
  const files: Record<string, Uint8Array> = { 'README.txt': strToU8(readme(names, isPortable)) };
  for (const name of names) {
    files[`${name}.json`] = strToU8(`${JSON.stringify(data[name], undefined, 2)}\n`);
    files[`${name}.csv`] = strToU8(csvOf(data[name]));
  }
  return zipSync(files, { level: 6, mtime: new Date('1980-01-01T00:00:00') });
}

/** SHA-256 in hexadecimal digits. */
export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
