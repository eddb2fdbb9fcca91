import type { TenantTx } from '../../platform/tenant-door.ts';
import { listSampleEpisodes } from './store.ts';

/** Keys of episodes that sample data made and transcripts are of. */
export async function listSampleEpisodesIn(tx: TenantTx): Promise<string[]> {
  return listSampleEpisodes(tx);
}
