import { join, resolve } from 'node:path';
import type { Reader, Setting } from './settings.ts';

/** The settings of backups. */
export const BACKUP_SETTINGS = [
  {
    name: 'EARSHOT_BACKUP_DIR',
    default: '',
    description:
      'Folder of [backups](operations.md#backup), which should lie on another disk than the data folder; `backups` in the data folder ' +
      'when empty. A relative path starts where the command was called.',
    secret: false,
  },
] as const satisfies readonly Setting[];

/** What is said of backups; `folder` is where relative paths start. */
export function readBackupSettings(reader: Reader, folder: string, dataDir: string): { backupDir: string } {
  const given = reader.read('EARSHOT_BACKUP_DIR', String);
  return { backupDir: given === undefined ? join(dataDir, 'backups') : resolve(folder, given) };
}
