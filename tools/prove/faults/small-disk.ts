import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, realpathSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A disk of its own, in memory, that can be filled to the last byte. */
export interface SmallDisk {
  folder: string;
  /** Fills it, but for so many bytes. */
  fill(leftBytes?: number): void;
  /** Makes room again. */
  free(): void;
  remove(): void;
}

const PART = Buffer.alloc(64 * 1024, 1);

/** @throws Error where this process may not mount anything. */
export function openSmallDisk(mib: number): SmallDisk {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'earshot-faults-disk-')));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${mib}m,mode=755`, 'none', folder]);
  const filler = join(folder, 'filler');
  const freeBytes = () => {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  };
  return {
    folder,
    fill(leftBytes = 0) {
      const file = openSync(filler, 'a');
      try {
        while (freeBytes() > leftBytes) writeSync(file, PART, 0, Math.min(PART.length, freeBytes() - leftBytes));
      } finally {
        closeSync(file);
      }
    },
    free: () => rmSync(filler, { force: true }),
    remove() {
      execFileSync('umount', ['--lazy', folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
