import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** Between the clocks of a redirector and of the main installation there may be so much. */
const TOLERANCE_MS = 5 * 60_000;
const SCHEME = 'Earshot-Edge';
const TOKEN = /^Earshot-Edge (\d{13})\.([0-9a-f]{64})\.([0-9a-f]{64})$/;

/** What a redirector asks of the main installation: the path with its query. */
export interface Asked {
  method: string;
  path: string;
}

/** What a token says, once it is known to be genuine. */
export interface Admission {
  /** Which of the keys made it. */
  keyIndex: number;
  /** SHA-256 of what is sent along, in hexadecimal. */
  bodyHash: string;
  /** What tells this question from others: the answer is bound to it. */
  mark: string;
}

/** SHA-256 of what is sent, in hexadecimal; of nothing where nothing is. */
export function hashOf(body: Uint8Array = new Uint8Array()): string {
  return createHash('sha256').update(body).digest('hex');
}

function markOf(key: Uint8Array, { method, path }: Asked, atMs: string, bodyHash: string): Buffer {
  return createHmac('sha256', key).update(`${atMs}\n${method}\n${path}\n${bodyHash}`).digest();
}

/**
 * The Authorization field by which a redirector shows that it has the installation's edge key, and the mark to which the answer is bound.
 * It holds for one address and one body, and for minutes.
 */
export function tokenOf(key: Uint8Array, asked: Asked, bodyHash: string, nowMs: number): { field: string; mark: string } {
  const mark = markOf(key, asked, String(nowMs), bodyHash).toString('hex');
  return { field: `${SCHEME} ${nowMs}.${bodyHash}.${mark}`, mark };
}

/** What an Authorization field says; undefined unless it is of somebody who has one of these keys, for what is asked, and of now. */
export function readToken(keys: readonly Uint8Array[], field: string | undefined, asked: Asked, nowMs: number): Admission | undefined {
  const [, atMs, bodyHash, mark] = TOKEN.exec(field ?? '') ?? [];
  if (atMs === undefined || Math.abs(Number(atMs) - nowMs) > TOLERANCE_MS) return undefined;
  const given = Buffer.from(mark, 'hex');
  const keyIndex = keys.findIndex((key) => timingSafeEqual(given, markOf(key, asked, atMs, bodyHash)));
  return keyIndex === -1 ? undefined : { keyIndex, bodyHash, mark };
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
