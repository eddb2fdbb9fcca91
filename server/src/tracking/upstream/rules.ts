import { createHmac, timingSafeEqual } from 'node:crypto';

/** Between the clocks of a redirector and of the main installation there may be so much. */
const TOLERANCE_MS = 5 * 60_000;
const SCHEME = 'Earshot-Edge';
const TOKEN = /^Earshot-Edge (\d{13})\.([0-9a-f]{64})$/;

/** What a redirector asks of the main installation. */
export interface Asked {
  method: string;
  path: string;
}

function markOf(key: Uint8Array, { method, path }: Asked, atMs: string): Buffer {
  return createHmac('sha256', key).update(`${atMs}\n${method}\n${path}`).digest();
}

/** The Authorization field by which a redirector shows that it has the installation's secret; it holds for one address, and for minutes. */
export function tokenOf(key: Uint8Array, asked: Asked, nowMs: number): string {
  return `${SCHEME} ${nowMs}.${markOf(key, asked, String(nowMs)).toString('hex')}`;
}

/** Whether an Authorization field is of somebody who has one of these keys, for what is asked, and of now. */
export function isToken(keys: readonly Uint8Array[], field: string | undefined, asked: Asked, nowMs: number): boolean {
  const [, atMs, mark] = TOKEN.exec(field ?? '') ?? [];
  if (atMs === undefined || Math.abs(Number(atMs) - nowMs) > TOLERANCE_MS) return false;
  const given = Buffer.from(mark, 'hex');
  return keys.some((key) => timingSafeEqual(given, markOf(key, asked, atMs)));
}

/** Records in groups that are sent together: so many, or so many characters, whichever is reached first. */
export function groupsOf(records: readonly string[], { most, characters }: { most: number; characters: number }): string[][] {
  const groups: string[][] = [];
  let size = 0;
  for (const record of records) {
    const last = groups.at(-1);
    if (last && last.length < most && size + record.length <= characters) last.push(record);
    else {
      groups.push([record]);
      size = 0;
    }
    size += record.length;
  }
  return groups;
}
