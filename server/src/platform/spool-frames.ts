import { crc32 } from 'node:zlib';
import { deriveEdgeKeys, type EdgeKeys } from './edge-key.ts';
import { seal, unseal } from './sealing.ts';

/** A frame begins with these four bytes, its sealed length, how many records it holds, when it was made, and a checksum of all of it. */
const MAGIC = Buffer.from('ESP1');
const HEADER_BYTES = 24;
const AT = { length: 4, count: 8, madeAt: 12, checksum: 20 } as const;
/** No frame is larger: none is made, and a length beyond it is no length. */
export const MOST_SEALED_BYTES = 64 * 1024 * 1024;

/** What frames are sealed with: the edge key, and the one before it. */
export type SpoolSecrets = EdgeKeys;

/** Records that were sealed and synced together. */
export interface Frame {
  /** The frame as it stands in the file. */
  bytes: Buffer;
  records: string[];
  madeAtMs: number;
}

/** What the bytes of a segment hold. */
export interface FrameReading {
  frames: Frame[];
  /** Whole frames that neither key opens: they were sealed under another secret. */
  foreign: number;
  /** How many bytes between good frames are none. */
  damagedBytes: number;
  /** How many bytes a process that died left unfinished at the end; nothing in them was ever acknowledged. */
  tornBytes: number;
  /** Whether something stands in it that is neither a whole frame nor one that was left unfinished at the end. */
  isDamaged: boolean;
}

const PURPOSE = 'spool';

/** What the sealed bytes are bound to, so that the plain header cannot be changed. */
function placeOf(count: number, madeAtMs: number): string {
  return `spool:${count}:${madeAtMs}`;
}

function packed(records: readonly string[]): Buffer {
  const plain = Buffer.allocUnsafe(records.reduce((sum, record) => sum + 4 + Buffer.byteLength(record), 0));
  let at = 0;
  for (const record of records) {
    const length = plain.write(record, at + 4);
    plain.writeUInt32BE(length, at);
    at += 4 + length;
  }
  return plain;
}

function unpacked(plain: Buffer): string[] {
  const records: string[] = [];
  for (let at = 0; at < plain.length;) {
    const end = at + 4 + plain.readUInt32BE(at);
    records.push(plain.toString('utf8', at + 4, end));
    at = end;
  }
  return records;
}

/**
 * Makes a way to seal records into frames; each frame says when it was made, in milliseconds since 1970.
 * @throws RangeError, from what is made, for records that come to more than a reader takes for a frame.
 */
export function frameSealer(secrets: SpoolSecrets): (records: readonly string[], madeAtMs: number) => Buffer {
  const [key] = deriveEdgeKeys(secrets, PURPOSE);
  return (records, madeAtMs) => {
    const sealed = seal(key, placeOf(records.length, madeAtMs), packed(records));
    if (sealed.length > MOST_SEALED_BYTES) throw new RangeError(`a frame of ${sealed.length} bytes is more than any reader takes`);
    const frame = Buffer.alloc(HEADER_BYTES + sealed.length);
    MAGIC.copy(frame);
    frame.writeUInt32BE(sealed.length, AT.length);
    frame.writeUInt32BE(records.length, AT.count);
    frame.writeBigUInt64BE(BigInt(madeAtMs), AT.madeAt);
    sealed.copy(frame, HEADER_BYTES);
    frame.writeUInt32BE(checksumOf(frame), AT.checksum);
    return frame;
  };
}

function checksumOf(frame: Buffer): number {
  return crc32(frame.subarray(HEADER_BYTES), crc32(frame.subarray(0, AT.checksum)));
}

/** The whole frame that begins at `at`; undefined when none does. */
function frameAt(bytes: Buffer, at: number): Buffer | undefined {
  if (at + HEADER_BYTES > bytes.length || bytes.compare(MAGIC, 0, MAGIC.length, at, at + MAGIC.length) !== 0) return undefined;
  const length = bytes.readUInt32BE(at + AT.length);
  const end = at + HEADER_BYTES + length;
  if (length > MOST_SEALED_BYTES || end > bytes.length) return undefined;
  const frame = bytes.subarray(at, end);
  return frame.readUInt32BE(AT.checksum) === checksumOf(frame) ? frame : undefined;
}

/** Whether bytes that are no whole frame are the beginning of one: what a process leaves that dies while it writes. */
function isUnfinished(rest: Buffer): boolean {
  if (rest.length < HEADER_BYTES) return MAGIC.subarray(0, rest.length).equals(rest.subarray(0, MAGIC.length));
  const length = rest.readUInt32BE(AT.length);
  return rest.subarray(0, MAGIC.length).equals(MAGIC) && length <= MOST_SEALED_BYTES && HEADER_BYTES + length > rest.length;
}

/** Every whole frame of these bytes, and how many bytes lie before each, and after the last, that belong to none. */
function* wholeFrames(bytes: Buffer): Generator<{ frame: Buffer | undefined; skipped: number }> {
  let at = 0;
  let from = 0;
  while (at < bytes.length) {
    const frame = frameAt(bytes, at);
    if (frame) {
      yield { frame, skipped: at - from };
      at += frame.length;
      from = at;
    } else {
      const next = bytes.indexOf(MAGIC, at + 1);
      at = next === -1 ? bytes.length : next;
    }
  }
  yield { frame: undefined, skipped: bytes.length - from };
}

/** Makes a way to read frames of the present secret or the one before it. What is torn, damaged or foreign is told, not thrown. */
export function frameReader(secrets: SpoolSecrets): (bytes: Buffer) => FrameReading {
  const keys = deriveEdgeKeys(secrets, PURPOSE);
  const open = (frame: Buffer): Frame | undefined => {
    const [count, madeAtMs] = [frame.readUInt32BE(AT.count), Number(frame.readBigUInt64BE(AT.madeAt))];
    for (const key of keys) {
      const plain = unseal(key, placeOf(count, madeAtMs), frame.subarray(HEADER_BYTES));
      if (plain) return { bytes: frame, records: unpacked(plain), madeAtMs };
    }
    return undefined;
  };
  return (bytes) => {
    const reading: FrameReading = { frames: [], foreign: 0, damagedBytes: 0, tornBytes: 0, isDamaged: false };
    for (const { frame, skipped } of wholeFrames(bytes)) {
      if (!frame) {
        reading.tornBytes = skipped;
        reading.isDamaged ||= skipped > 0 && !isUnfinished(bytes.subarray(bytes.length - skipped));
      } else {
        reading.damagedBytes += skipped;
        reading.isDamaged ||= skipped > 0;
        const opened = open(frame);
        if (opened) reading.frames.push(opened);
        else reading.foreign += 1;
      }
    }
    return reading;
  };
}

/** What the plain headers of these bytes tell without any key: how many records they hold, and when the oldest was made. */
export function frameSummary(bytes: Buffer): { records: number; oldestAtMs: number | undefined } {
  let records = 0;
  let oldestAtMs: number | undefined;
  for (const { frame } of wholeFrames(bytes)) {
    if (!frame) continue;
    records += frame.readUInt32BE(AT.count);
    oldestAtMs ??= Number(frame.readBigUInt64BE(AT.madeAt));
  }
  return { records, oldestAtMs };
}
