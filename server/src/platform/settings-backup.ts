import { join, resolve } from 'node:path';
import type { Reader, Setting, Settings } from './settings.ts';
import { asCount } from './settings-values.ts';

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
  {
    name: 'EARSHOT_BACKUP_HOURS',
    default: '0',
    description:
      'How many hours after the newest backup in that folder the server makes another one of everything, such as 24; 0 makes none. ' +
      'Processes that share a database make one together, where they share the folder, too.',
    secret: false,
  },
  {
    name: 'EARSHOT_BACKUP_KEEP',
    default: '7',
    description: 'How many of these backups are kept; older ones are deleted once a new one was read back and found right.',
    secret: false,
  },
] as const satisfies readonly Setting[];

/** Where backups go, how many hours apart they are made (0 for never), and how many are kept. */
export type BackupSettings = Pick<Settings, 'backupDir' | 'backupHours' | 'backupKeep'>;

/** What is said of backups; `folder` is where relative paths start. */
export function readBackupSettings(reader: Reader, folder: string, dataDir: string): BackupSettings {
  const given = reader.read('EARSHOT_BACKUP_DIR', String);
  return {
    backupDir: given === undefined ? join(dataDir, 'backups') : resolve(folder, given),
    backupHours: reader.read('EARSHOT_BACKUP_HOURS', (value) => asCount(value, 0)) ?? 0,
    backupKeep: reader.read('EARSHOT_BACKUP_KEEP', (value) => asCount(value, 1)) ?? 1,
  };
}
