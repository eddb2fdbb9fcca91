import type { AuthTx } from '../../platform/tenant-door.ts';

/** Notes that a tenant's own provider vouched for the person who gave a grant. */
export async function updateConnection(tx: AuthTx, grantHash: Buffer, connectionId: string): Promise<void> {
  await tx.query({ text: 'update oauth_artifacts set sso_connection_id = $2 where id_hash = $1', values: [grantHash, connectionId] });
}

/** When the longest of a person's grants to a client that holds all these scopes ends; undefined when there is none. */
export async function findCovering(
  tx: AuthTx,
  { personId, clientId, scopes, nowMs }: { personId: string; clientId: string; scopes: string[]; nowMs: number },
): Promise<{ endsAtMs: number; connectionId: string | undefined } | undefined> {
  const [row] = await tx.query<{ expires_at: Date; sso_connection_id: string | null }>({
    text: `select expires_at, sso_connection_id from oauth_artifacts a
           where model = 'Grant' and person_id = $1 and client_id = $2 and expires_at > $3 and scopes @> $4
             and (sso_connection_id is null
               or exists (select 1 from sso_connections k where k.id = a.sso_connection_id and k.is_enabled))
           order by expires_at desc limit 1`,
    values: [personId, clientId, new Date(nowMs), scopes],
  });
  return row && { endsAtMs: row.expires_at.getTime(), connectionId: row.sso_connection_id ?? undefined };
}

/** Ends a person's grants to a client that are not for while they are away, and what was given under them; tells how many. */
export async function deleteOnlineGrants(tx: AuthTx, personId: string, clientId: string): Promise<number> {
  const grants = await tx.query<{ id_hash: Buffer }>({
    text: `delete from oauth_artifacts
           where model = 'Grant' and person_id = $1 and client_id = $2 and not scopes @> array['offline_access'] returning id_hash`,
    values: [personId, clientId],
  });
  const ended = grants.map(({ id_hash }) => id_hash);
  if (ended.length > 0) await tx.query({ text: 'delete from oauth_artifacts where grant_hash = any ($1)', values: [ended] });
  return grants.length;
}
