import { column } from '../../platform/columns.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';

/** Takes touchpoints that were made of downloads back, made or yet to be made; returns the ids of those that were there. */
export async function deleteDownloads(tx: TenantTx, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const values = [tx.tenantId, column(ids, (id) => id)];
  await tx.query({ text: 'delete from waiting_downloads where tenant_id = $1 and touchpoint_id = any ($2::text[])', values });
  const rows = await tx.query<{ id: string }>({
    name: 'delete-downloads',
    text: `with gone as (
             delete from touchpoints where tenant_id = $1 and id = any ($2::text[]) and id like 'download:%'
             returning id, occurred_at, campaign, show, episode, address_key, user_key, email_key, device_key, click_key
           ), keys as (
             delete from touchpoint_keys where tenant_id = $1 and id in (select id from gone)
           ), marked as (
             insert into exposure_marks (tenant_id, day) select distinct $1::uuid, (occurred_at at time zone 'UTC')::date from gone
           ), told as (
             insert into new_touchpoints (tenant_id, priority, occurred_at, campaign, show, episode, address_key, user_key, email_key,
               device_key, click_key)
             select $1, 0, occurred_at, campaign, show, episode, address_key, user_key, email_key, device_key, click_key from gone
           )
           select id from gone`,
    values,
  });
  return rows.map(({ id }) => id);
}

/** A counted download that is to become a touchpoint. */
export interface WaitingDownload {
  touchpointId: string;
  priority: number;
  touchpoint: unknown;
}

export async function insertWaitingDownloads(tx: TenantTx, downloads: readonly WaitingDownload[]): Promise<void> {
  if (downloads.length === 0) return;
  await tx.query({
    name: 'insert-waiting-downloads',
    text: `insert into waiting_downloads (tenant_id, touchpoint_id, priority, touchpoint)
           select $1, * from unnest($2::text[], $3::smallint[], $4::jsonb[]) as d (id, priority, touchpoint) order by id
           on conflict (tenant_id, touchpoint_id) do update set touchpoint = excluded.touchpoint, due_at = now()`,
    values: [
      tx.tenantId,
      column(downloads, (one) => one.touchpointId),
      column(downloads, (one) => one.priority),
      column(downloads, (one) => JSON.stringify(one.touchpoint)),
    ],
  });
}

/** Up to `limit` downloads that are due to become touchpoints. */
export async function findDueDownloads(tx: TenantTx, limit: number): Promise<{ touchpointId: string; touchpoint: unknown }[]> {
  return tx.query<{ touchpointId: string; touchpoint: unknown }>({
    name: 'find-due-downloads',
    text: `select touchpoint_id as "touchpointId", touchpoint from waiting_downloads where tenant_id = $1 and due_at <= now()
           order by due_at limit $2`,
    values: [tx.tenantId, limit],
  });
}

export async function deleteWaitingDownloads(tx: TenantTx, ids: readonly string[]): Promise<void> {
  await tx.query({
    text: 'delete from waiting_downloads where tenant_id = $1 and touchpoint_id = any ($2::text[])',
    values: [tx.tenantId, column(ids, (id) => id)],
  });
}

/** Has downloads wait for an hour more. */
export async function postponeDownloads(tx: TenantTx, ids: readonly string[]): Promise<void> {
  await tx.query({
    text: `update waiting_downloads set due_at = now() + interval '1 hour' where tenant_id = $1 and touchpoint_id = any ($2::text[])`,
    values: [tx.tenantId, column(ids, (id) => id)],
  });
}

/** The sealed addresses of these hashes that are still kept. */
export async function findSealedAddresses(tx: TenantTx, keys: readonly string[]): Promise<Map<string, Buffer>> {
  if (keys.length === 0) return new Map();
  const rows = await tx.query<{ key: string; sealed: Buffer }>({
    text: `select distinct on (address_key) replace(address_key::text, '-', '') as key, sealed from request_addresses
           where tenant_id = $1 and address_key = any ($2::uuid[]) order by address_key, day desc`,
    values: [tx.tenantId, column(keys, (key) => key)],
  });
  return new Map(rows.map(({ key, sealed }) => [key, sealed]));
}

/** The user agents of these hashes. */
export async function findUserAgents(tx: TenantTx, keys: readonly string[]): Promise<Map<string, string>> {
  if (keys.length === 0) return new Map();
  const rows = await tx.query<{ key: string; agent: string }>({
    text: `select replace(agent_key::text, '-', '') as key, user_agent as agent from request_agents
           where tenant_id = $1 and agent_key = any ($2::uuid[])`,
    values: [tx.tenantId, column(keys, (key) => key)],
  });
  return new Map(rows.map(({ key, agent }) => [key, agent]));
}
