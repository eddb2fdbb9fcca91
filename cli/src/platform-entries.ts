import type { Entry } from './entry.ts';

/** The commands on the installation itself. */
export const PLATFORM_ENTRIES: readonly Entry[] = [
  {
    words: ['doctor'],
    summary: 'look through the installation and say what to mend',
    load: async () => (await import('./commands/platform/doctor.ts')).doctorCommand(),
  },
  {
    words: ['migrate'],
    summary: 'bring the database up to date',
    load: async () => (await import('./commands/platform/migrate.ts')).migrateCommand(),
  },
  {
    words: ['backup'],
    summary: 'write everything, or one tenant, into a sealed file',
    load: async () => (await import('./commands/platform/backup.ts')).backupCommand(),
  },
  {
    words: ['backup', 'verify'],
    summary: 'find out whether a backup is as it was written',
    load: async () => (await import('./commands/platform/backup.ts')).verifyBackupCommand(),
  },
  {
    words: ['backup', 'list'],
    summary: 'list the backups of a folder',
    load: async () => (await import('./commands/platform/backup.ts')).listBackupsCommand(),
  },
  {
    words: ['restore'],
    summary: 'restore a backup, all of it or one tenant',
    load: async () => (await import('./commands/platform/restore.ts')).restoreCommand(),
  },
];
