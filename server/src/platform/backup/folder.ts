import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** What a file is called while it is written. */
export const partSuffix = '.part';

const NAME = /^earshot-(?:tenant-([a-z0-9][a-z0-9-]{0,62})-)?(\d{8}T\d{6}Z)\.backup$/;
const PART_NAME = /^earshot-.*\.backup\.[0-9a-f-]{36}\.part$/;
const DAY_MS = 86_400_000;

/** The name of a backup made at an instant, of one tenant or of everything. */
export function backupName(nowMs: number, slug?: string): string {
  const at = new Date(nowMs).toISOString().replace(/[-:]|\.\d{3}/g, '');
  return `earshot-${slug === undefined ? '' : `tenant-${slug}-`}${at}.backup`;
}

/** A backup as its name and its file tell it; nothing of it was opened. */
export interface FoundBackup {
  file: string;
  madeAt: string;
  /** The tenant it is of; null when it is of everything. */
  tenant: string | null;
  fileBytes: number;
}

function instantOf(text: string): string {
  return text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6.000Z');
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

/** The backups of a folder, newest first; none where there is no folder. */
export async function listBackups(folder: string): Promise<FoundBackup[]> {
  const found: FoundBackup[] = [];
  for (const name of await namesIn(folder)) {
    const [, slug, at] = NAME.exec(name) ?? [];
    if (at === undefined) continue;
    const file = join(folder, name);
    found.push({ file, madeAt: instantOf(at), tenant: slug ?? null, fileBytes: (await stat(file)).size });
  }
  return found.toSorted((a, b) => (a.madeAt < b.madeAt ? 1 : -1));
}

/** Deletes all but the newest backups of one scope, and what runs that were killed a day ago or earlier left; resolves with the files. */
export async function keepNewest(folder: string, { slug, keep, nowMs }: { slug?: string | undefined; keep: number; nowMs: number }) {
  const ofScope = (await listBackups(folder)).filter(({ tenant }) => tenant === (slug ?? null));
  const old = ofScope.slice(keep).map(({ file }) => file);
  for (const name of (await namesIn(folder)).filter((one) => PART_NAME.test(one))) {
    const file = join(folder, name);
    if ((await stat(file)).mtimeMs < nowMs - DAY_MS) await rm(file, { force: true });
  }
  for (const file of old) await rm(file, { force: true });
  return old;
}
