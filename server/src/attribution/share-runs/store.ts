import { MODEL_NAMES } from '../../../../engine/src/index.ts';
import { column } from '../../platform/columns.ts';
import { findTenantsWithRows } from '../../platform/directory.ts';
import type { DirectoryTx, TenantTx } from '../../platform/tenant-door.ts';
import type { CampaignCell } from '../share-rollups/rules.ts';
import type { MatchedPerson } from './rules.ts';
import type { ManifestDay } from './schema.ts';

/** Between whom a share is. */
export interface ShareParties {
  id: string;
  kind: 'report' | 'matching';
  campaign: string;
  grantorId: string;
  /** Undefined while nobody has accepted it. */
  granteeId: string | undefined;
  isOver: boolean;
}

/** Any share of the installation; for the job that matches, never for a request. */
export async function findParties(tx: DirectoryTx, shareId: string): Promise<ShareParties | undefined> {
  const [row] = await tx.query<Omit<ShareParties, 'granteeId'> & { grantee: string | null }>({
    text: `select id, kind, campaign, tenant_id as "grantorId", case when accepted_at is not null then grantee_id end as grantee,
             ended_at is not null or expires_at <= now() or (grantee_id is null and code_expires_at <= now()) as "isOver"
           from shares where id = $1`,
    values: [shareId],
  });
  if (row === undefined) return undefined;
  const { grantee, ...share } = row;
  return { ...share, granteeId: grantee ?? undefined };
}

/** Marks of the tenant by the share they are of; those of report shares it gives are for whoever builds their figures. */
export async function listMarks(tx: TenantTx): Promise<Map<string, string[]>> {
  const rows = await tx.query<{ id: string; share_id: string }>({
    text: `select id, share_id from share_marks m
           where tenant_id = $1
             and not exists (select from shares s where s.tenant_id = $1 and s.id = m.share_id and s.kind = 'report')
           order by share_id, id`,
    values: [tx.tenantId],
  });
  const marks = new Map<string, string[]>();
  for (const { id, share_id } of rows) marks.set(share_id, [...(marks.get(share_id) ?? []), id]);
  return marks;
}

export async function deleteMarks(tx: TenantTx, ids: readonly string[]): Promise<void> {
  await tx.query({
    text: 'delete from share_marks where tenant_id = $1 and id = any ($2::uuid[])',
    values: [tx.tenantId, column(ids, (id) => id)],
  });
}

/** The tenants for whose audit log there are notes of what the other side of a share did. */
export async function listTenantsWithNotes(tx: DirectoryTx): Promise<string[]> {
  return findTenantsWithRows(tx, ['share_notes']);
}

/** Writes what the other sides of the tenant's shares did into its audit log. */
export async function writeNotes(tx: TenantTx): Promise<void> {
  await tx.query({ text: 'select write_share_notes()' });
}

/** Makes runs of one share wait for each other until the transaction ends. */
export async function lockShare(tx: TenantTx, shareId: string): Promise<void> {
  await tx.query({ text: `select pg_advisory_xact_lock(hashtextextended('share:' || $1, 0))`, values: [shareId] });
}

/** Number of the last run that the tenant knows of; 0 when there was none. */
export async function findRun(tx: TenantTx, shareId: string): Promise<number> {
  const [row] = await tx.query<{ run: number }>({
    text: 'select run from share_manifests where tenant_id = $1 and share_id = $2',
    values: [tx.tenantId, shareId],
  });
  return row?.run ?? 0;
}

/** One side's record of a run. */
export interface StoredManifest {
  run: number;
  computedAtMs: number;
  days: ManifestDay[];
  ownHash: string;
  otherHash: string;
  outputHash: string;
}

export async function upsertManifest(tx: TenantTx, shareId: string, manifest: StoredManifest): Promise<void> {
  await tx.query({
    text: `insert into share_manifests (tenant_id, share_id, run, computed_at, days, own_hash, other_hash, output_hash)
           values ($1, $2, $3, $4, $5, $6, $7, $8)
           on conflict (tenant_id, share_id) do update
             set run = excluded.run, computed_at = excluded.computed_at, days = excluded.days, own_hash = excluded.own_hash,
               other_hash = excluded.other_hash, output_hash = excluded.output_hash
             where share_manifests.run < excluded.run`,
    values: [
      tx.tenantId,
      shareId,
      manifest.run,
      new Date(manifest.computedAtMs).toISOString(),
      JSON.stringify(manifest.days),
      manifest.ownHash,
      manifest.otherHash,
      manifest.outputHash,
    ],
  });
}

export async function findManifest(tx: TenantTx, shareId: string): Promise<StoredManifest | undefined> {
  const [row] = await tx.query<Omit<StoredManifest, 'computedAtMs'> & { computedAt: Date }>({
    text: `select run, computed_at as "computedAt", days, own_hash as "ownHash", other_hash as "otherHash", output_hash as "outputHash"
           from share_manifests where tenant_id = $1 and share_id = $2`,
    values: [tx.tenantId, shareId],
  });
  if (row === undefined) return undefined;
  const { computedAt, ...manifest } = row;
  return { ...manifest, computedAtMs: computedAt.getTime() };
}

export async function deleteManifest(tx: TenantTx, shareId: string): Promise<void> {
  await tx.query({ text: 'delete from share_manifests where tenant_id = $1 and share_id = $2', values: [tx.tenantId, shareId] });
}

async function insertCells(tx: TenantTx, shareId: string, cells: readonly CampaignCell[]): Promise<void> {
  await tx.query({
    text: `insert into matched_rollups (tenant_id, share_id, model, dimension, starts_on, key, kind, currency, nano, minor, counted)
           select $1, $2, * from unnest(
             $3::text[], $4::text[], $5::date[], $6::text[], $7::text[], $8::text[], $9::bigint[], $10::bigint[], $11::bigint[]
           )`,
    values: [
      tx.tenantId,
      shareId,
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

async function insertPeople(tx: TenantTx, shareId: string, people: readonly MatchedPerson[]): Promise<void> {
  await tx.query({
    text: `insert into matched_people (
             tenant_id, share_id, starts_on, kind, currency, channel, show, episode, placement, person, ${MODEL_NAMES.join(', ')}
           )
           select $1, $2, * from unnest(
             $3::date[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::integer[],
             ${MODEL_NAMES.map((_, place) => `$${place + 11}::integer[]`).join(', ')}
           )`,
    values: [
      tx.tenantId,
      shareId,
      column(people, ({ startsOn }) => startsOn),
      column(people, ({ kind }) => kind),
      column(people, ({ currency }) => currency),
      column(people, ({ place }) => place.channel),
      column(people, ({ place }) => place.show),
      column(people, ({ place }) => place.episode),
      column(people, ({ place }) => place.placement),
      column(people, ({ person }) => person),
      ...MODEL_NAMES.map((_, place) => column(people, ({ counted }) => counted[place])),
    ],
  });
}

/** Puts these figures in the place of all the share has. */
export async function replaceFigures(
  tx: TenantTx,
  shareId: string,
  { cells, people }: { cells: readonly CampaignCell[]; people: readonly MatchedPerson[] },
): Promise<void> {
  for (const table of ['matched_rollups', 'matched_people'])
    await tx.query({ text: `delete from ${table} where tenant_id = $1 and share_id = $2`, values: [tx.tenantId, shareId] });
  await insertCells(tx, shareId, cells);
  await insertPeople(tx, shareId, people);
}

export async function insertKey(tx: TenantTx, shareId: string, sealedKey: Buffer, expiresAtMs: number): Promise<void> {
  await tx.query({
    text: 'insert into share_keys (tenant_id, share_id, sealed_key, expires_at) values ($1, $2, $3, $4)',
    values: [tx.tenantId, shareId, sealedKey, new Date(expiresAtMs).toISOString()],
  });
}

/** The tenants on both sides of shares that lapsed with their keys still there. */
export async function listTenantsWithOldKeys(tx: DirectoryTx): Promise<string[]> {
  const rows = await tx.query<{ party: string }>({
    text: `select distinct party from share_keys k join shares s on s.tenant_id = k.tenant_id and s.id = k.share_id
           cross join lateral unnest(array[s.tenant_id, s.grantee_id]) as party
           where party is not null and (s.expires_at <= now() or (s.grantee_id is null and s.code_expires_at <= now()))`,
  });
  return rows.map(({ party }) => party);
}

/** Destroys the keys of the tenant's shares that lapsed, and leaves marks for both sides; tells which. */
export async function destroyLapsedKeys(tx: TenantTx): Promise<string[]> {
  const rows = await tx.query<{ id: string }>({ text: 'select destroy_lapsed_keys as id from destroy_lapsed_keys()' });
  return rows.map(({ id }) => id);
}
