import type { AuthTx } from '../../platform/tenant-door.ts';

/** Deletes by whom people are known at connections that are gone, with their tenants or alone. `installation` is no connection. */
export async function deleteOrphanedIdentities(tx: AuthTx, installation: string): Promise<void> {
  await tx.query({
    text: `delete from person_identities i
           where i.authority <> $1 and not exists (select 1 from sso_connections c where c.id::text = i.authority)`,
    values: [installation],
  });
}

/** Deletes grants, codes and tokens of clients that are gone, with their tenants or alone. */
export async function deleteOrphanedArtifacts(tx: AuthTx): Promise<void> {
  const text = `delete from oauth_artifacts a
    where a.client_id is not null and not exists (select 1 from oauth_clients c where c.id = a.client_id)`;
  await tx.query({ text });
}
