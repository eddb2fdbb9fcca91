import type { DirectoryTx, TenantTx } from '../../platform/tenant-door.ts';
import { deleteSample, findSample, insertSample, listSampled, type StoredSample, updateSample } from './store.ts';

export type { StoredSample };

/** The sample data of the tenant; undefined when there is none. `hold` keeps others from changing that until the transaction ends. */
export async function findSampleIn(tx: TenantTx, hold = false): Promise<StoredSample | undefined> {
  return findSample(tx, hold);
}

/** Begins to load sample data that starts on a day; false when there is some. */
export async function beginSampleIn(tx: TenantTx, startsOn: string, at: Date): Promise<boolean> {
  return insertSample(tx, startsOn, at);
}

/** Writes down how far the sample data of the tenant is. */
export async function putSampleIn(tx: TenantTx, sample: StoredSample): Promise<void> {
  await updateSample(tx, sample);
}

/** Forgets that there was sample data. */
export async function endSampleIn(tx: TenantTx): Promise<void> {
  await deleteSample(tx);
}

/** The tenants whose sample data is half loaded or half removed. */
export async function listUnfinishedSamplesIn(tx: DirectoryTx): Promise<string[]> {
  return (await listSampled(tx)).filter(({ state }) => state !== 'loaded').map(({ tenantId }) => tenantId);
}

/** The tenants with sample data, however far it is loaded or removed. */
export async function listSampledTenantsIn(tx: DirectoryTx): Promise<string[]> {
  return (await listSampled(tx)).map(({ tenantId }) => tenantId);
}
