import { mkdir, readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { backupName, keepNewest, listBackups, partSuffix } from '../../platform/backup/folder.ts';
import type { BackupOrder, MadeBackup } from '../../platform/backup/making.ts';
import type { Context } from '../../platform/context.ts';
import { ownerUrlOf } from '../../platform/postgres/roles.ts';
import { type Rounds, startRounds } from '../../platform/rounds.ts';
import type { Settings } from '../../platform/settings.ts';
import { inClaim } from '../../platform/tenant-door.ts';
import { callInThread } from '../../platform/thread.ts';
import { isBackupDue } from './rules.ts';

const LOOK_EVERY_MS = 300_000;
const MAKING = new URL('../../platform/backup/making.ts', import.meta.url).href;

/** What a thread that was ended left of a file. */
async function clearAway(file: string): Promise<void> {
  const drafts = (await readdir(dirname(file))).filter((name) => name.startsWith(basename(file)) && name.endsWith(partSuffix));
  for (const name of drafts) await rm(join(dirname(file), name), { force: true });
}

/** Makes a backup in a thread of its own, which copies, compresses and seals beside the work of this one. */
async function makeAside(order: Omit<BackupOrder, 'signal' | 'onRows'>, signal: AbortSignal): Promise<MadeBackup> {
  try {
    return await callInThread<MadeBackup>({ module: MAKING, name: 'makeBackup', input: order }, signal);
  } catch (error) {
    await clearAway(order.file);
    throw error;
  }
}

/**
 * Makes a backup of everything when the newest in the folder is older than the settings say, and deletes those beyond the newest so many;
 * one process at a time. Resolves with what was made; undefined when none is due, or another process is at it.
 */
export async function backUpWhenDue(
  context: Context,
  _actor: 'system',
  { backupDir, backupHours, backupKeep, secretKey }: Settings,
  stop: AbortSignal,
): Promise<MadeBackup | undefined> {
  const isDue = async () => isBackupDue(await listBackups(backupDir), backupHours, context.clock());
  if (!(await isDue())) return undefined;
  return inClaim(context.db, 'backup', async (lost) => {
    if (!(await isDue())) return undefined;
    await mkdir(backupDir, { recursive: true, mode: 0o700 });
    const nowMs = context.clock();
    const { jobsUrl } = context.db;
    const order = { ownerUrl: ownerUrlOf(jobsUrl, secretKey), jobsUrl, secretKey, nowMs, file: join(backupDir, backupName(nowMs)) };
    const made = await makeAside(order, AbortSignal.any([stop, lost]));
    const removed = await keepNewest(backupDir, { keep: backupKeep, nowMs });
    context.log.info({ file: made.file, rows: made.rows, bytes: made.fileBytes, removed: removed.length }, 'a backup was made');
    return made;
  });
}

/** Looks every five minutes whether a backup is due, until `close`, which ends one under way; nothing where the settings ask for none. */
export function startBackups(context: Context, actor: 'system', settings: Settings): Rounds {
  if (settings.backupHours === 0) return { close: async () => undefined };
  const look = async (signal: AbortSignal) => void (await backUpWhenDue(context, actor, settings, signal));
  return startRounds(look, { everyMs: LOOK_EVERY_MS, failure: 'a backup could not be made; it is tried again shortly', log: context.log });
}
