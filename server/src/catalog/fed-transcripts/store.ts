import type { DirectoryTx, TenantTx } from '../../platform/tenant-door.ts';

/** An episode whose feed names transcripts that nobody looked after yet. */
export interface FedTranscript {
  episode: string;
  /** Tells whether the feed has come to name others meanwhile. */
  addressesHash: Buffer;
  failures: number;
}

/** Has the newest episodes of a show wait whose transcripts are new, or not as they were; others stay as they are. */
export async function insertDue(tx: TenantTx, show: string, { newest, at }: { newest: number; at: Date }): Promise<void> {
  await tx.query({
    text: `insert into fed_transcripts (tenant_id, episode, show, addresses_hash, due_at)
           select $1, key, $2, sha256(convert_to(transcripts::text, 'UTF8')), $4
           from (
             select key, transcripts from episodes where tenant_id = $1 and show = $2 and is_listed
             order by coalesce(published_at, '-infinity') desc, key desc limit $3
           ) newest
           where jsonb_array_length(transcripts) > 0
           on conflict (tenant_id, episode) do update
             set addresses_hash = excluded.addresses_hash, show = excluded.show, due_at = excluded.due_at, failures = 0, problem = null
           where fed_transcripts.addresses_hash <> excluded.addresses_hash`,
    values: [tx.tenantId, show, newest, at],
  });
}

/** Forgets what of a show still waits. */
export async function deleteDue(tx: TenantTx, show: string): Promise<void> {
  await tx.query({
    text: 'delete from fed_transcripts where tenant_id = $1 and show = $2 and due_at is not null',
    values: [tx.tenantId, show],
  });
}

/** Whether a show has its transcripts kept as they come. */
export async function findImports(tx: TenantTx, show: string): Promise<boolean> {
  const [row] = await tx.query<{ imports_transcripts: boolean }>({
    text: 'select imports_transcripts from shows where tenant_id = $1 and key = $2',
    values: [tx.tenantId, show],
  });
  return row?.imports_transcripts ?? false;
}

export async function updateImports(tx: TenantTx, show: string, isOn: boolean): Promise<void> {
  await tx.query({
    text: 'update shows set imports_transcripts = $3 where tenant_id = $1 and key = $2',
    values: [tx.tenantId, show, isOn],
  });
}

/** What has been due longest; undefined where nothing is. */
export async function findDue(tx: TenantTx, at: Date): Promise<FedTranscript | undefined> {
  const [row] = await tx.query<{ episode: string; addresses_hash: Buffer; failures: number }>({
    text: `select episode, addresses_hash, failures from fed_transcripts where tenant_id = $1 and due_at <= $2
           order by due_at, episode limit 1`,
    values: [tx.tenantId, at],
  });
  return row && { episode: row.episode, addressesHash: row.addresses_hash, failures: row.failures };
}

/** How the looking after an episode's transcripts went, unless its feed names others by now. */
export async function updateDue(
  tx: TenantTx,
  { episode, addressesHash }: FedTranscript,
  end: { dueAt: Date | null; failures: number; problem: string | null },
): Promise<void> {
  await tx.query({
    text: `update fed_transcripts set due_at = $4, failures = $5, problem = $6
           where tenant_id = $1 and episode = $2 and addresses_hash = $3`,
    values: [tx.tenantId, episode, addressesHash, end.dueAt, end.failures, end.problem],
  });
}

/** Tenants with something that is due. */
export async function listTenantsWithDue(tx: DirectoryTx, at: Date): Promise<string[]> {
  const rows = await tx.query<{ tenant_id: string }>({
    text: 'select distinct tenant_id from fed_transcripts where due_at <= $1',
    values: [at],
  });
  return rows.map(({ tenant_id }) => tenant_id);
}
