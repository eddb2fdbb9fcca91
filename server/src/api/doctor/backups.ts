import { statSync } from 'node:fs';
import { listBackups } from '../../platform/backup/folder.ts';
import type { Settings } from '../../platform/settings.ts';
import { mostHours, newestOf } from '../backup-schedule/rules.ts';
import type { Check } from './rules.ts';

const HOUR_MS = 3_600_000;
const FIX = 'Set EARSHOT_BACKUP_HOURS, or have "earshot backup" run every night; see docs/operations.md.';

function isOnDiskOf(folder: string, other: string): boolean {
  try {
    return statSync(folder).dev === statSync(other).dev;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause) return false;
    throw cause;
  }
}

/** How old the newest backup of everything is, and whether it lies on another disk than what it is of. */
export async function checkBackups({ backupDir, backupHours, dataDir }: Settings, nowMs: number): Promise<Check> {
  const found = await listBackups(backupDir).catch((cause: unknown) => String(cause));
  if (typeof found === 'string')
    return {
      name: 'backups',
      state: 'failed',
      detail: `The folder ${backupDir} cannot be read: ${found}`,
      fix: 'Let Earshot read and write it.',
    };
  const newest = newestOf(found);
  if (newest === undefined) return { name: 'backups', state: 'warning', detail: `There is no backup in ${backupDir}.`, fix: FIX };
  const hours = (nowMs - newest) / HOUR_MS;
  const detail = `The newest of ${backupDir} is ${hours.toFixed(1)} hours old`;
  if (hours > mostHours(backupHours)) {
    const state = backupHours > 0 ? 'failed' : 'warning';
    const fix = backupHours > 0 ? 'See in the log of the worker why none was made since.' : FIX;
    return { name: 'backups', state, detail: `${detail}.`, fix };
  }
  const place = isOnDiskOf(backupDir, dataDir) ? '; it lies on the disk of the data folder: copy it elsewhere.' : '.';
  return { name: 'backups', state: 'ok', detail: `${detail}${place}`, fix: null };
}
