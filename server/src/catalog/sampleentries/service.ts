import type { TenantTx } from '../../platform/tenant-door.ts';
import { deleteSampleEntries, listSampleCodes } from './store.ts';

/** Deletes shows, episodes and campaigns that sample data made, those aside that another entry refers to and those of these keys. */
export async function deleteSampleEntriesIn(tx: TenantTx, carried: readonly string[]): Promise<void> {
  await deleteSampleEntries(tx, carried);
}

/** The codes that sample data made, with their campaigns. */
export async function listSampleCodesIn(tx: TenantTx): Promise<{ campaign: string; code: string }[]> {
  return listSampleCodes(tx);
}
