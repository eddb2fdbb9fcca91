import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from './log.ts';
import { completeSegment, ensureSpoolFolder, openSegmentName, removeSegment, type SpoolFolder, syncFolder } from './spool-folder.ts';

/** A segment is complete beyond this many bytes: reading one keeps the process from answering, so that it must take little time. */
const SEGMENT_BYTES = 1024 * 1024;
/** From so many bytes on there is load, and the next segment is made ready while this one is written. */
const SPARE_FROM_BYTES = 64 * 1024;

/** A segment that a process writes. */
interface Open {
  name: string;
  handle: FileHandle;
  bytes: number;
}

/** Writes frames into segments, one at a time; its callers see to it that one thing is done after the other. */
export interface SpoolWriter {
  /** Resolves with the name of the segment that holds the frame, once that is synced to disk. */
  write(frame: Buffer): Promise<string>;
  /** Takes no more into the segment that is written, so that it is completed; where none is, what was made ready for one goes. */
  detach(): Promise<void>;
  /** Resolves when all segments that take no more are complete. @throws Error when one cannot be completed; it is tried again. */
  settle(): Promise<void>;
}

/** Writes bytes at the end of a file, however many writes it takes. */
async function writeWhole(handle: FileHandle, bytes: Buffer): Promise<void> {
  for (let from = 0; from < bytes.length;) from += (await handle.write(bytes, from)).bytesWritten;
}

async function begin(folder: SpoolFolder): Promise<Open> {
  await ensureSpoolFolder(folder);
  const name = await openSegmentName();
  const handle = await open(join(folder.folder, name), 'wx', 0o600);
  await syncFolder(folder.folder);
  return { name, handle, bytes: 0 };
}

/** Completes segments beside what is written: nobody who appends waits for that. */
function createCompleter(folder: SpoolFolder, log: Logger) {
  let running: Promise<void>[] = [];
  const failed: Open[] = [];

  async function finish(done: Open): Promise<void> {
    try {
      await done.handle.close();
      if (done.bytes > 0) await completeSegment(folder.folder, done.name);
      else await removeSegment(folder, done.name);
    } catch (error) {
      log.error({ err: error, segment: done.name }, 'a segment of the spool could not be completed; it is tried again');
      failed.push(done);
    }
  }

  function complete(done: Open): void {
    running.push(finish(done));
  }

  return {
    complete,
    async settle(): Promise<void> {
      for (const one of failed.splice(0)) complete(one);
      const before = running;
      running = [];
      await Promise.all(before);
      if (failed.length > 0) throw new Error(`${failed.length} segments of the spool could not be completed`);
    },
  };
}

/**
 * The writer of a spool. What a folder's sync takes is spent beside the writing: the next segment is there before this one is full, and one
 * that is full is completed while the next is written.
 */
export function createSpoolWriter(folder: SpoolFolder, log: Logger): SpoolWriter {
  const completer = createCompleter(folder, log);
  let current: Open | undefined;
  let spare: Promise<Open | undefined> | undefined;

  async function next(): Promise<Open> {
    const ready = await spare;
    spare = undefined;
    return ready ?? begin(folder);
  }

  function makeSpare(): void {
    spare ??= begin(folder).catch((error: unknown) => {
      log.warn({ err: error }, 'the next segment of the spool could not be made ready');
      return undefined;
    });
  }

  function letGo(): void {
    if (current) completer.complete(current);
    current = undefined;
  }

  return {
    async write(frame) {
      current ??= await next();
      const { name, handle } = current;
      current.bytes += frame.length;
      try {
        await writeWhole(handle, frame);
        await handle.datasync();
      } catch (error) {
        // It is not known how much of the frame is in the file: what follows goes into another one.
        letGo();
        throw error;
      }
      if (current.bytes >= SEGMENT_BYTES) letGo();
      else if (current.bytes >= SPARE_FROM_BYTES) makeSpare();
      return name;
    },
    async detach() {
      if (current) return letGo();
      const unused = await spare;
      spare = undefined;
      if (unused) completer.complete(unused);
    },
    settle: () => completer.settle(),
  };
}
