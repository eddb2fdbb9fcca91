import { open, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { newId } from './chance.ts';
import { isRunning, markOf } from './postgres/processes.ts';

/** A segment that is complete ends so, one that a process still writes names this process, and what was put aside ends in the third. */
const SEGMENT = /^([0-9a-f-]{36})\.segment$/;
const OPEN_SEGMENT = /^([0-9a-f-]{36})\.(\d+)\.(\d*)\.open$/;
const ASIDE = /\.(aside|foreign|damaged)$/;

/** The files of a spool: segments that wait, in their order, and `aside/` with what could not be done. */
export interface SpoolFolder {
  folder: string;
  aside: string;
}

/** The spool of a data folder. Nothing is made before something is written. */
export function spoolFolderOf(dataDir: string): SpoolFolder {
  const folder = join(dataDir, 'spool');
  return { folder, aside: join(folder, 'aside') };
}

async function namesIn(folder: string): Promise<string[]> {
  return existsSync(folder) ? (await readdir(folder)).sort() : [];
}

/** Makes what was renamed, created or removed in a folder last through a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes the folder, readable by its owner alone. */
export async function ensureSpoolFolder({ aside }: SpoolFolder): Promise<void> {
  await mkdir(aside, { recursive: true, mode: 0o700 });
}

/** The name of a new segment that this process writes. */
export async function openSegmentName(): Promise<string> {
  const { pid, start } = await markOf(process.pid);
  return `${newId()}.${pid}.${start}.open`;
}

/** Makes a segment complete, so that whoever drains may take it. */
export async function completeSegment(folder: string, name: string): Promise<void> {
  const [, id] = OPEN_SEGMENT.exec(name) ?? [];
  await rename(join(folder, name), join(folder, `${id}.segment`));
  await syncFolder(folder);
}

/** Completes the segments of processes that are no longer there. */
export async function adoptSegments({ folder }: SpoolFolder): Promise<void> {
  for (const name of await namesIn(folder)) {
    const [, , pid, start] = OPEN_SEGMENT.exec(name) ?? [];
    if (pid !== undefined && !(await isRunning({ pid: Number(pid), start }))) await completeSegment(folder, name);
  }
}

/** Whether a segment is one that a process still writes. */
export function isBeingWritten(name: string): boolean {
  return OPEN_SEGMENT.test(name);
}

/** The complete segments, oldest first; with `all`, those that are being written as well. */
export async function listSegments({ folder }: SpoolFolder, { all = false } = {}): Promise<string[]> {
  const names = await namesIn(folder);
  return names.filter((name) => SEGMENT.test(name) || (all && OPEN_SEGMENT.test(name)));
}

/** The files that were put aside, oldest first. */
export async function listAside({ aside }: SpoolFolder): Promise<string[]> {
  return (await namesIn(aside)).filter((name) => ASIDE.test(name));
}

async function sizeIn(folder: string): Promise<number> {
  let bytes = 0;
  for (const name of await namesIn(folder)) {
    // A file may be gone between the listing and the look at it.
    const found = await stat(join(folder, name)).catch(() => undefined);
    if (found?.isFile()) bytes += found.size;
  }
  return bytes;
}

/** How many bytes the files have that wait. */
export async function sizeOf({ folder }: SpoolFolder): Promise<number> {
  return sizeIn(folder);
}

/** How many bytes the files have that were put aside. */
export async function sizeOfAside({ aside }: SpoolFolder): Promise<number> {
  return sizeIn(aside);
}

/** A file's bytes; undefined when it is gone. */
export async function readBytes(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Writes a file in one piece: complete and on disk, or not there. */
export async function writeWhole(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  const draft = join(folder, `${newId()}.draft`);
  try {
    const handle = await open(draft, 'wx', 0o600);
    try {
      await handle.writeFile(bytes);
      await handle.datasync();
    } finally {
      await handle.close();
    }
    await rename(draft, join(folder, name));
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  await syncFolder(folder);
}

/** Removes a segment that is done with; resolves with how many bytes it had. */
export async function removeSegment({ folder }: SpoolFolder, name: string): Promise<number> {
  const file = join(folder, name);
  const found = await stat(file).catch(() => undefined);
  await rm(file, { force: true });
  return found?.size ?? 0;
}

/** Puts a whole segment aside as it is: it is sealed under a secret that is not here, or part of it cannot be read. */
export async function setSegmentAside({ folder, aside }: SpoolFolder, name: string, why: 'foreign' | 'damaged'): Promise<void> {
  await rename(join(folder, name), join(aside, `${name}.${why}`));
  await syncFolder(aside);
}

/** Brings a segment back that was put aside because its secret was not here. */
export async function returnSegment({ folder, aside }: SpoolFolder, name: string): Promise<void> {
  await rename(join(aside, name), join(folder, name.replace(/\.foreign$/, '')));
  await syncFolder(folder);
}
