import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from './clock.ts';
import { AppError } from './errors.ts';
import type { Logger } from './log.ts';
import { type Frame, frameReader, frameSealer, type SpoolSecrets } from './spool-frames.ts';
import {
  adoptSegments,
  isBeingWritten,
  listSegments,
  readBytes,
  removeSegment,
  setSegmentAside,
  sizeOf,
  type SpoolFolder,
  spoolFolderOf,
} from './spool-folder.ts';
import { createSpoolWriter } from './spool-writer.ts';
import { openLosses } from './spool-losses.ts';
import { createShares, type Shares } from './spool-shares.ts';

/** Records that are sealed, written and synced together. */
const MOST_TOGETHER = 1_000;
const MOST_BYTES_TOGETHER = 4 * 1024 * 1024;
/** Records, and their bytes, that may wait in memory for the disk; beyond it the disk does not keep up. */
const MOST_UNWRITTEN = 20_000;
const MOST_UNWRITTEN_BYTES = 64 * 1024 * 1024;

const CROWDED = 'More waits of this address than its part of the spool; send it again later.';

export interface SpoolOptions {
  dataDir: string;
  secrets: SpoolSecrets;
  /** What the spool's files may come to together, in bytes. */
  maxBytes: number;
  clock: Clock;
  log: Logger;
}

/** What a spool did since this process began, and what its files come to. */
export interface SpoolCounts {
  appended: number;
  /** Records that were not kept, because the spool was full or the disk failed. */
  lost: number;
  bytes: number;
  maxBytes: number;
}

/** A complete segment, read. */
export interface Segment {
  name: string;
  frames: Frame[];
}

/** Keeps records on disk, sealed, from when they arrive until what they say is committed elsewhere. */
export interface Spool {
  folder: SpoolFolder;
  secrets: SpoolSecrets;
  /**
   * Resolves once the record is sealed and synced to disk; those that come together share one sync. Rejects with `unavailable` when the
   * spool is full or the disk fails: the record is lost then, and counted as such. While the spool is more than half full no owner has more
   * than a tenth of it: a record beyond that is rejected with `rate_limited`, and is no loss of the spool.
   */
  append(record: string, owner?: string): Promise<void>;
  /** The names of all segments that wait, oldest first; what this process was writing is completed, so that it is among them. */
  waiting(): Promise<string[]>;
  /** What a segment holds; undefined when it is gone, or was put aside because another secret sealed it. */
  read(name: string): Promise<Segment | undefined>;
  /** Forgets a segment whose records are committed; one of which a part could not be read is put aside instead. */
  remove(name: string): Promise<void>;
  /** Counts records as lost that were kept, and are given up. */
  giveUp(records: number, why: string): void;
  counts(): SpoolCounts;
  /** Writes what waits and completes the segment. */
  close(): Promise<void>;
}

interface Waiting {
  record: string;
  owner: string | undefined;
  bytes: number;
  resolve(): void;
  reject(error: unknown): void;
}

function lostError(message: string, cause?: unknown): AppError {
  return new AppError('unavailable', message, { cause, retryAfterSeconds: 5 });
}

/** Does one thing after the other. */
function createTurns(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work, work);
    last = turn.catch(() => undefined);
    return turn;
  };
}

/** Opens what the files hold. Frames of another secret put the segment aside, for people to see and for the day their secret is back. */
function createReader({ secrets, log }: SpoolOptions, folder: SpoolFolder, damaged: Set<string>) {
  const read = frameReader(secrets);
  return async (name: string): Promise<Segment | undefined> => {
    const bytes = await readBytes(join(folder.folder, name));
    if (!bytes) return undefined;
    const { frames, foreign, damagedBytes, tornBytes, isDamaged } = read(bytes);
    if (tornBytes > 0 && !isDamaged)
      log.info({ segment: name, tornBytes }, 'a segment of the spool ends in what a dying process left unfinished');
    if (foreign > 0) {
      log.error({ segment: name, frames: foreign }, 'a segment of the spool was sealed under another secret and is put aside');
      await setSegmentAside(folder, name, 'foreign');
      return undefined;
    }
    if (isDamaged) {
      damaged.add(name);
      log.error(
        { segment: name, damagedBytes, tornBytes },
        'a segment of the spool is damaged; its whole records are taken, then it is put aside',
      );
    }
    return { name, frames };
  };
}

interface Together {
  /** Keeps records for good; all of them, or none. */
  write(batch: readonly Waiting[]): Promise<void>;
  onLoss(records: number, cause: unknown): void;
  shares: Shares;
}

/** Takes from the front what is written together: no more than so many records or bytes, and at least one. */
function takeTogether(waiting: Waiting[]): Waiting[] {
  let bytes = 0;
  const end = waiting.findIndex((one, place) => place === MOST_TOGETHER || ((bytes += one.bytes) > MOST_BYTES_TOGETHER && place > 0));
  return waiting.splice(0, end === -1 ? waiting.length : end);
}

/** Lets records that come at the same time be written together. */
function createQueue({ write, onLoss, shares }: Together) {
  const waiting: Waiting[] = [];
  let writing: Promise<void> | undefined;
  let appended = 0;
  let unwrittenBytes = 0;

  async function writeBatch(batch: Waiting[]): Promise<void> {
    try {
      await write(batch);
      appended += batch.length;
      for (const one of batch) one.resolve();
    } catch (cause) {
      onLoss(batch.length, cause);
      const error = cause instanceof AppError ? cause : lostError('The spool cannot be written.', cause);
      for (const one of batch) {
        shares.drop(one.owner, one.bytes);
        one.reject(error);
      }
    } finally {
      for (const one of batch) unwrittenBytes -= one.bytes;
    }
  }

  async function writeAll(): Promise<void> {
    while (waiting.length > 0) await writeBatch(takeTogether(waiting));
    writing = undefined;
  }

  return {
    appended: () => appended,
    add(record: string, owner: string | undefined, bytes: number): Promise<void> {
      if (waiting.length >= MOST_UNWRITTEN || unwrittenBytes + bytes > MOST_UNWRITTEN_BYTES) {
        const error = lostError('The disk of the spool does not keep up.');
        onLoss(1, error);
        return Promise.reject(error);
      }
      unwrittenBytes += bytes;
      shares.add(owner, bytes);
      return new Promise((resolve, reject) => {
        waiting.push({ record, owner, bytes, resolve, reject });
        // What arrives in the same turn of the event loop goes into one frame.
        writing ??= nextTurn().then(writeAll);
      });
    },
    async idle(): Promise<void> {
      while (writing) await writing;
    },
  };
}

/** The spool of a data folder. Several processes may share one: each writes segments of its own, and those of the dead are taken over. */
export function openSpool(options: SpoolOptions): Spool {
  const { dataDir, secrets, maxBytes, clock, log } = options;
  const folder = spoolFolderOf(dataDir);
  const seal = frameSealer(secrets);
  const writer = createSpoolWriter(folder, log);
  const losses = openLosses(folder, options);
  const inTurn = createTurns();
  const damaged = new Set<string>();
  const shares = createShares(maxBytes);
  let bytes: number | undefined;

  const queue = createQueue({
    async write(batch) {
      bytes ??= await sizeOf(folder);
      const records = batch.map(({ record }) => record);
      const frame = seal(records, clock());
      if (bytes + frame.length > maxBytes) throw lostError('The spool is full.');
      const segment = await inTurn(() => writer.write(frame));
      for (const one of batch) shares.place(segment, one.owner, one.bytes);
      bytes += frame.length;
    },
    onLoss: (records, cause) => losses.add(records, cause),
    shares,
  });

  return {
    folder,
    secrets,
    append(record, owner) {
      const size = Buffer.byteLength(record);
      if (!shares.hasRoom(owner, size, bytes ?? 0)) return Promise.reject(new AppError('rate_limited', CROWDED, { retryAfterSeconds: 60 }));
      return queue.add(record, owner, size);
    },
    async waiting() {
      await inTurn(writer.detach);
      await writer.settle();
      await adoptSegments(folder);
      bytes = await sizeOf(folder);
      const names = await listSegments(folder, { all: true });
      shares.retain(names);
      return names.filter((name) => !isBeingWritten(name));
    },
    read: createReader(options, folder, damaged),
    async remove(name) {
      shares.forget(name);
      if (damaged.delete(name)) return setSegmentAside(folder, name, 'damaged');
      const freed = await removeSegment(folder, name);
      if (bytes !== undefined) bytes = Math.max(0, bytes - freed);
    },
    giveUp: (records, why) => losses.add(records, why),
    counts: () => ({ appended: queue.appended(), lost: losses.count(), bytes: bytes ?? 0, maxBytes }),
    async close() {
      await queue.idle();
      // The second time what was made ready and never used goes.
      for (let time = 0; time < 2; time++) await inTurn(writer.detach);
      await writer.settle();
      await losses.close();
    },
  };
}
