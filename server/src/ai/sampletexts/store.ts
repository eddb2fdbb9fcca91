import { SAMPLE_KEY } from '../../platform/sample-names.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';

/** Sample episodes that somebody keeps a transcript of, or has heard. */
export async function listSampleEpisodes(tx: TenantTx): Promise<string[]> {
  const rows = await tx.query<{ episode: string }>({
    text: `select episode from transcripts where tenant_id = $1 and starts_with(episode, $2)
           union select episode from transcriptions where tenant_id = $1 and starts_with(episode, $2)`,
    values: [tx.tenantId, SAMPLE_KEY],
  });
  return rows.map(({ episode }) => episode);
}
