import type { AuthTx } from '../../platform/tenant-door.ts';
import type { ClientScope } from '../oauthclients/schema.ts';

/** A program that a person let in, and what it may ask for at most. */
export interface FoundConsent {
  clientId: string;
  tenantId: string;
  client: string;
  scopes: ClientScope[];
  /** When the first of its grants ends, and when the last. */
  firstExpiresAt: Date;
  expiresAt: Date;
}

interface ConsentRow {
  client_id: string;
  tenant_id: string;
  name: string;
  scopes: ClientScope[];
  first_expires_at: Date;
  expires_at: Date;
}

/** The programs a person let in, one row each, however often. */
export async function listConsents(tx: AuthTx, personId: string, nowMs: number): Promise<FoundConsent[]> {
  const rows = await tx.query<ConsentRow>({
    text: `select c.id as client_id, c.tenant_id, c.name, min(a.expires_at) as first_expires_at, max(a.expires_at) as expires_at,
             array(select unnest(c.scopes) intersect select s from oauth_artifacts g, unnest(g.scopes) s
               where g.model = 'Grant' and g.person_id = $1 and g.client_id = c.id and g.expires_at > $2) as scopes
           from oauth_artifacts a join oauth_clients c on c.id = a.client_id
           where a.model = 'Grant' and a.person_id = $1 and a.expires_at > $2
           group by c.id, c.tenant_id, c.name, c.scopes order by c.id`,
    values: [personId, new Date(nowMs)],
  });
  return rows.map((row) => ({
    clientId: row.client_id,
    tenantId: row.tenant_id,
    client: row.name,
    scopes: row.scopes,
    firstExpiresAt: row.first_expires_at,
    expiresAt: row.expires_at,
  }));
}

/**
 * Ends everything a person gave programs, of one tenant or of all; tells how many grants that were. The grants go first, which waits for
 * what is being added.
 */
export async function deleteConsentsOf(tx: AuthTx, personId: string, tenantId?: string): Promise<number> {
  const values = [personId, tenantId ?? null];
  const ofTenant = '($2::uuid is null or client_id in (select c.id from oauth_clients c where c.tenant_id = $2::uuid))';
  const grants = await tx.query({
    text: `delete from oauth_artifacts where model = 'Grant' and person_id = $1 and ${ofTenant} returning id_hash`,
    values,
  });
  await tx.query({ text: `delete from oauth_artifacts where person_id = $1 and ${ofTenant}`, values });
  return grants.length;
}

/** Ends everything a person gave a program; false when there was nothing. The grants go first, which waits for what is being added. */
export async function deleteConsents(tx: AuthTx, personId: string, clientId: string): Promise<boolean> {
  const values = [personId, clientId];
  const grants = await tx.query({
    text: `delete from oauth_artifacts where model = 'Grant' and person_id = $1 and client_id = $2 returning id_hash`,
    values,
  });
  await tx.query({ text: 'delete from oauth_artifacts where person_id = $1 and client_id = $2', values });
  return grants.length > 0;
}
