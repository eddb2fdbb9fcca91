import { column } from '../../platform/columns.ts';
import type { DirectoryTx, TenantTx } from '../../platform/tenant-door.ts';
import { findTenantsWithRows } from '../../platform/directory.ts';
import type { ShareCell } from './rules.ts';

/** A share of the transaction's tenant that is to be looked at. */
export interface MarkedShare {
  id: string;
  campaign: string;
  isOver: boolean;
}

/** Takes the marks of shares that show the tenant's own figures; each share once. */
export async function takeMarks(tx: TenantTx): Promise<MarkedShare[]> {
  return tx.query<MarkedShare>({
    text: `with taken as (
             delete from share_marks m using shares s
             where m.tenant_id = $1 and s.tenant_id = $1 and s.id = m.share_id and s.kind = 'report' returning m.share_id
           )
           select s.id, s.campaign, s.ended_at is not null or s.expires_at <= now() as "isOver"
           from shares s where s.tenant_id = $1 and s.id in (select share_id from taken) order by s.id`,
    values: [tx.tenantId],
  });
}

export async function insertMark(tx: TenantTx, shareId: string): Promise<void> {
  await tx.query({ text: 'insert into share_marks (tenant_id, share_id) values ($1, $2)', values: [tx.tenantId, shareId] });
}

/** Marks every matching share that the tenant gives. */
export async function insertMarksOfMatching(tx: TenantTx): Promise<void> {
  await tx.query({
    text: `insert into share_marks (tenant_id, share_id)
           select tenant_id, id from shares where tenant_id = $1 and kind = 'matching' and ended_at is null`,
    values: [tx.tenantId],
  });
}

/** The shares whose figures are kept up, with their campaigns; those that are over are left out. */
export async function findBuilt(tx: TenantTx): Promise<{ shareId: string; campaign: string }[]> {
  return tx.query<{ shareId: string; campaign: string }>({
    name: 'find-built-shares',
    text: `select b.share_id as "shareId", b.campaign from share_builds b
           join shares s on s.tenant_id = b.tenant_id and s.id = b.share_id
           where b.tenant_id = $1 and s.kind = 'report' and s.ended_at is null and s.expires_at > now() order by b.share_id`,
    values: [tx.tenantId],
  });
}

export async function upsertBuild(tx: TenantTx, share: { id: string; campaign: string }, computedAtMs: number): Promise<void> {
  await tx.query({
    text: `insert into share_builds (tenant_id, share_id, campaign, computed_at) values ($1, $2, $3, $4)
           on conflict (tenant_id, share_id) do update set computed_at = excluded.computed_at`,
    values: [tx.tenantId, share.id, share.campaign, new Date(computedAtMs).toISOString()],
  });
}

export async function updateComputed(tx: TenantTx, shareIds: readonly string[], computedAtMs: number): Promise<void> {
  await tx.query({
    text: 'update share_builds set computed_at = $3 where tenant_id = $1 and share_id = any ($2::uuid[])',
    values: [tx.tenantId, column(shareIds, (id) => id), new Date(computedAtMs).toISOString()],
  });
}

export async function deleteFigures(tx: TenantTx, shareId: string): Promise<void> {
  await tx.query({ text: 'delete from share_rollups where tenant_id = $1 and share_id = $2', values: [tx.tenantId, shareId] });
  await tx.query({ text: 'delete from share_builds where tenant_id = $1 and share_id = $2', values: [tx.tenantId, shareId] });
}

/** Moves cells by these differences; a cell that is not there begins at nothing. */
export async function moveCells(tx: TenantTx, cells: readonly ShareCell[]): Promise<void> {
  await tx.query({
    text: `insert into share_rollups (
             tenant_id, share_id, model, dimension, starts_on, key, kind, currency, nano, minor, counted
           )
           select $1, * from unnest(
             $2::uuid[], $3::text[], $4::text[], $5::date[], $6::text[], $7::text[], $8::text[], $9::bigint[], $10::bigint[], $11::bigint[]
           )
           on conflict (tenant_id, share_id, model, dimension, starts_on, key, kind, currency) do update
             set nano = share_rollups.nano + excluded.nano, minor = share_rollups.minor + excluded.minor,
               counted = share_rollups.counted + excluded.counted`,
    values: [
      tx.tenantId,
      column(cells, (cell) => cell.shareId),
      column(cells, (cell) => cell.model),
      column(cells, (cell) => cell.dimension),
      column(cells, (cell) => cell.startsOn),
      column(cells, (cell) => cell.key),
      column(cells, (cell) => cell.kind),
      column(cells, (cell) => cell.currency),
      column(cells, (cell) => cell.nano),
      column(cells, (cell) => cell.minor),
      column(cells, (cell) => cell.counted),
    ],
  });
}

export async function listTenantsWithMarks(tx: DirectoryTx): Promise<string[]> {
  return findTenantsWithRows(tx, ['share_marks']);
}
