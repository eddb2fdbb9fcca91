import { join } from 'node:path';
import type { Clock } from './clock.ts';
import type { Logger } from './log.ts';
import { ensureSpoolFolder, readBytes, type SpoolFolder, writeWhole } from './spool-folder.ts';

const FILE_NAME = 'lost.json';
/** Losses come in thousands when they come: they are written down at most so often. */
const NOTE_EVERY_MS = 1_000;

/** Records that a spool could not keep, since its folder was made. */
export interface Losses {
  count: number;
  firstAt: string;
  lastAt: string;
  /** Why the last ones were lost. */
  reason: string;
}

/** What a spool has lost so far; undefined when nothing was. */
export async function readLosses({ folder }: SpoolFolder): Promise<Losses | undefined> {
  const bytes = await readBytes(join(folder, FILE_NAME));
  return bytes && (JSON.parse(bytes.toString()) as Losses);
}

/** Counts what a spool loses: for this process, in the log, and in `lost.json` of the spool's folder, which outlives it. */
export function openLosses(folder: SpoolFolder, { clock, log }: { clock: Clock; log: Logger }) {
  let count = 0;
  let unwritten: Losses | undefined;
  let timer: NodeJS.Timeout | undefined;

  async function note(): Promise<void> {
    timer = undefined;
    const fresh = unwritten;
    unwritten = undefined;
    if (!fresh) return;
    log.error({ records: fresh.count, reason: fresh.reason }, 'the spool lost records of public requests');
    try {
      const before = await readLosses(folder);
      await ensureSpoolFolder(folder);
      const sum = { ...fresh, count: fresh.count + (before?.count ?? 0), firstAt: before?.firstAt ?? fresh.firstAt };
      await writeWhole(folder.folder, FILE_NAME, Buffer.from(JSON.stringify(sum)));
    } catch (error) {
      log.error({ err: error }, 'what the spool lost could not be written down');
    }
  }

  return {
    count: () => count,
    add(records: number, cause: unknown): void {
      const at = new Date(clock()).toISOString();
      count += records;
      const reason = cause instanceof Error ? cause.message : String(cause);
      unwritten = { count: (unwritten?.count ?? 0) + records, firstAt: unwritten?.firstAt ?? at, lastAt: at, reason };
      timer ??= setTimeout(() => void note(), NOTE_EVERY_MS);
    },
    async close(): Promise<void> {
      clearTimeout(timer);
      await note();
    },
  };
}
