import { refusal } from '../errors.ts';
import type { RowSum } from './row-digest.ts';

/** A table of a backup. */
export interface BackupTable {
  name: string;
  columns: string[];
  /** Whether each row is of one tenant. */
  isTenants: boolean;
}

/** What a backup says of itself before its rows. */
export interface BackupHead {
  format: 1;
  /** ISO 8601: the snapshot is of about then. */
  madeAt: string;
  scope: 'all' | 'tenant';
  /** The migrations that had been applied, in their order. */
  migrations: { name: string; checksum: string }[];
  /** Months, as 2026-11, that events have partitions of. */
  months: string[];
  tenants: { tenantId: string; slug: string }[];
  /** In an order in which each stands behind those it refers to. */
  tables: BackupTable[];
}

/** The rows that follow: those of one table, and of one tenant where it holds tenants' rows. */
export interface Segment {
  table: string;
  tenantId: string | null;
}

/** What ends a backup. */
export interface BackupEnd {
  segments: number;
  rows: number;
}

/** A part of a backup, in the order: a head; segments, each with rows and their sum behind them; an end. */
export type Part =
  | { kind: 'head'; head: BackupHead }
  | { kind: 'segment'; segment: Segment }
  | { kind: 'rows'; lines: Buffer }
  | { kind: 'sum'; sum: RowSum }
  | { kind: 'end'; end: BackupEnd };

const FRAME_BYTES = 5;
const KINDS = { head: 0x48, segment: 0x53, rows: 0x52, sum: 0x43, end: 0x45 } as const;

function contentOf(part: Part): Buffer {
  if (part.kind === 'rows') return part.lines;
  const { kind: _kind, ...content } = part;
  return Buffer.from(JSON.stringify(content));
}

/** The bytes of parts, one after the other: a letter for the kind, the length, the content. */
export async function* writeParts(parts: AsyncIterable<Part>): AsyncGenerator<Buffer> {
  for await (const part of parts) {
    const content = contentOf(part);
    const frame = Buffer.alloc(FRAME_BYTES);
    frame[0] = KINDS[part.kind];
    frame.writeUInt32BE(content.length, 1);
    yield frame;
    yield content;
  }
}

function readPart(letter: number, content: Buffer): Part {
  if (letter === KINDS.rows) return { kind: 'rows', lines: content };
  const kind = (['head', 'segment', 'sum', 'end'] as const).find((one) => KINDS[one] === letter);
  if (kind === undefined)
    throw refusal('The backup holds parts that this version of Earshot does not know. Use the version that made it, or a later one.');
  return { kind, ...(JSON.parse(content.toString()) as object) } as Part;
}

/** The parts of what `writeParts` wrote. */
export async function* readParts(source: AsyncIterable<Buffer>): AsyncGenerator<Part> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const bytes of source) {
    rest = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
    let from = 0;
    while (rest.length - from >= FRAME_BYTES) {
      const end = from + FRAME_BYTES + rest.readUInt32BE(from + 1);
      if (end > rest.length) break;
      yield readPart(rest[from], rest.subarray(from + FRAME_BYTES, end));
      from = end;
    }
    rest = rest.subarray(from);
  }
}
