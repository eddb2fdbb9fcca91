import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { refusal } from '../errors.ts';
import { readEdgePart, readerOf, secretsOf } from '../settings.ts';
import { readBackupSettings } from '../settings-backup.ts';
import type { Secrets } from './sealed-chunks.ts';

/** What opening a backup takes; no database. */
export interface BackupKeys {
  /** The present secret, and the one before where there is one. */
  secrets: Secrets;
  dataDir: string;
}

function readProcess() {
  const folder = process.env.INIT_CWD || process.cwd();
  const reader = readerOf(process.env, folder);
  const { edge, given } = readEdgePart(reader, folder);
  const { backupDir } = readBackupSettings(reader, folder, edge.dataDir);
  if (reader.problems.length > 0) throw refusal(reader.problems.join('\n'));
  return { dataDir: edge.dataDir, given, backupDir };
}

/**
 * The secrets of this process's environment or data folder, of which none is made. Fails as `readSettings` does, and when there is none:
 * what was made under another secret could not be opened anyway.
 */
export function backupKeysOfProcess(): BackupKeys {
  const { dataDir, given } = readProcess();
  if (given.secret === undefined && !existsSync(join(dataDir, 'secret.key')))
    throw refusal(
      `There is no secret: neither EARSHOT_SECRET_KEY is set, nor does the data folder ${dataDir} hold a secret.key. A backup opens ` +
        'under the secret of the installation that made it, and no other: set it, or put that secret.key there.',
    );
  const { secretKey, previousSecretKey } = secretsOf(dataDir, given);
  return { secrets: previousSecretKey === undefined ? [secretKey] : [secretKey, previousSecretKey], dataDir };
}

/** Where the backups of this process's environment are; needs no secret. Fails as `readSettings` does. */
export function backupDirOfProcess(): string {
  return readProcess().backupDir;
}
