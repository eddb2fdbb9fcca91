import type { TenantTx } from '../../platform/tenant-door.ts';
import { deleteEntry, deleteLoneAddresses, type EntryKind, listSampleCodes, listSampleEntries, type SampleEntry } from './store.ts';

/** What sample data said of an entry when it made it. */
export interface MadeEntry {
  key: string;
  name: string;
  spendMinor?: number;
  currency?: string;
}

function isAsMade(entry: SampleEntry, made: MadeEntry | undefined): boolean {
  // Of one that the sample of today does not know, nobody can say what it was.
  if (made === undefined) return true;
  if (entry.name !== null && entry.name !== made.name) return false;
  return entry.spendMinor === null || (entry.spendMinor === made.spendMinor && entry.currency === made.currency);
}

/**
 * Deletes shows, episodes and campaigns that sample data made. Those stay that another entry refers to, that somebody has changed since,
 * and those of the keys in `carried`.
 */
export async function deleteSampleEntriesIn(
  tx: TenantTx,
  made: Record<EntryKind, readonly MadeEntry[]>,
  carried: readonly string[],
): Promise<void> {
  const kept = new Set(carried);
  // Episodes first: a show stays while one of them names it.
  for (const kind of ['episodes', 'shows', 'campaigns'] as const) {
    const madeByKey = new Map(made[kind].map((one) => [one.key, one]));
    for (const entry of await listSampleEntries(tx, kind))
      if (!entry.isHeld && !kept.has(entry.key) && isAsMade(entry, madeByKey.get(entry.key))) await deleteEntry(tx, kind, entry.key);
  }
  await deleteLoneAddresses(tx);
}

/** The codes that sample data made, with their campaigns. */
export async function listSampleCodesIn(tx: TenantTx): Promise<{ campaign: string; code: string }[]> {
  return listSampleCodes(tx);
}
