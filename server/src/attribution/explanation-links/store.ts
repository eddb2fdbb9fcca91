import { column } from '../../platform/columns.ts';
import type { Database, TenantTx } from '../../platform/tenant-door.ts';
import type { ExplanationLink } from './schema.ts';

interface LinkRow {
  link_id: string;
  conversion_id: string | null;
  path_version: number;
  created_at: Date;
  created_by: string;
  expires_at: Date;
  revoked_at: Date | null;
  revoked_by: string | null;
  struck_at: Date | null;
  model: string;
  note: string | null;
  shows_ids: boolean;
  tells_restatement: boolean;
  views: number;
  last_viewed_at: Date | null;
}

const COLUMNS = `link_id, conversion_id, path_version, created_at, created_by, expires_at, revoked_at, revoked_by, struck_at, model, note,
  shows_ids, tells_restatement, views, last_viewed_at`;

/** A link as stored; whether it is over depends on the clock. */
export type StoredLink = Omit<ExplanationLink, 'state'> & { isStruck: boolean };

/** A link to be kept. */
export interface NewLinkRow {
  id: string;
  tokenHash: Buffer;
  conversionId: string;
  version: number;
  createdAt: string;
  createdBy: string;
  expiresAt: string;
  model: string;
  note: string | null;
  showsIds: boolean;
  tellsRestatement: boolean;
  statement: string;
  signature: string;
}

export async function insertLink(tx: TenantTx, row: NewLinkRow): Promise<StoredLink> {
  const [inserted] = await tx.query<LinkRow>({
    text: `insert into explanation_links (tenant_id, link_id, token_hash, conversion_id, path_version, created_at, created_by, expires_at,
             model, note, shows_ids, tells_restatement, statement, signature)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) returning ${COLUMNS}`,
    values: [
      tx.tenantId,
      row.id,
      row.tokenHash,
      row.conversionId,
      row.version,
      row.createdAt,
      row.createdBy,
      row.expiresAt,
      row.model,
      row.note,
      row.showsIds,
      row.tellsRestatement,
      row.statement,
      row.signature,
    ],
  });
  return toLink(inserted);
}

/** Links, the newest first; of one conversion, and only those before `beforeId`, when given. */
export async function listLinks(
  tx: TenantTx,
  conversionId: string | undefined,
  beforeId: string | undefined,
  limit: number,
): Promise<StoredLink[]> {
  const rows = await tx.query<LinkRow>({
    text: `select ${COLUMNS} from explanation_links
           where tenant_id = $1 and ($2::text is null or conversion_id = $2) and ($3::uuid is null or link_id < $3)
           order by link_id desc limit $4`,
    values: [tx.tenantId, conversionId ?? null, beforeId ?? null, limit],
  });
  return rows.map(toLink);
}

export async function findLink(tx: TenantTx, id: string): Promise<StoredLink | undefined> {
  const [row] = await tx.query<LinkRow>({
    text: `select ${COLUMNS} from explanation_links where tenant_id = $1 and link_id = $2`,
    values: [tx.tenantId, id],
  });
  return row && toLink(row);
}

/** What was signed, as it was signed; undefined where nothing is left of it. */
export async function findStatement(tx: TenantTx, id: string): Promise<{ statement: string; signature: string } | undefined> {
  const [row] = await tx.query<{ statement: string; signature: string }>({
    text: 'select statement, signature from explanation_links where tenant_id = $1 and link_id = $2 and statement is not null',
    values: [tx.tenantId, id],
  });
  return row;
}

/** How many links answer at an instant. Until the transaction ends nobody else counts, so that a limit is never overshot. */
export async function countLiveLinks(tx: TenantTx, at: string): Promise<number> {
  await tx.query({ text: `select pg_advisory_xact_lock(hashtextextended($1, 0))`, values: [`explanation_links|${tx.tenantId}`] });
  const [{ count }] = await tx.query<{ count: number }>({
    text: `select count(*)::integer as count from explanation_links
           where tenant_id = $1 and revoked_at is null and struck_at is null and expires_at > $2`,
    values: [tx.tenantId, at],
  });
  return count;
}

/** Ends a link; false when it was revoked before. What it told is not kept. */
export async function revokeLink(tx: TenantTx, id: string, { at, by }: { at: string; by: string }): Promise<boolean> {
  const changed = await tx.query({
    text: `update explanation_links set revoked_at = $3, revoked_by = $4, statement = null, signature = null
           where tenant_id = $1 and link_id = $2 and revoked_at is null returning 1`,
    values: [tx.tenantId, id, at, by],
  });
  return changed.length === 1;
}

/** Forgets what links told that have expired. */
export async function forgetExpired(tx: TenantTx, at: string): Promise<void> {
  await tx.query({
    text: `update explanation_links set statement = null, signature = null
           where tenant_id = $1 and expires_at <= $2 and statement is not null`,
    values: [tx.tenantId, at],
  });
}

/** Strikes out what links told of these conversions, which nobody is to be told of any more. */
export async function strikeLinks(tx: TenantTx, conversionIds: readonly string[]): Promise<void> {
  await tx.query({
    text: `update explanation_links
           set struck_at = clock_timestamp(), statement = null, signature = null, note = null, conversion_id = null
           where tenant_id = $1 and conversion_id = any ($2::text[])`,
    values: [tx.tenantId, column(conversionIds, (id) => id)],
  });
}

export async function countView(tx: TenantTx, id: string, at: string): Promise<void> {
  await tx.query({
    text: 'update explanation_links set views = views + 1, last_viewed_at = $3 where tenant_id = $1 and link_id = $2',
    values: [tx.tenantId, id, at],
  });
}

/** Whose page has this hash, through the look-up function, as no tenant is known yet; undefined when nobody's. */
export async function findLinkByHash(db: Database, hash: Buffer): Promise<{ tenantId: string; linkId: string } | undefined> {
  const { rows } = await db.app.query<{ tenantId: string; linkId: string }>({
    text: 'select tenant_id as "tenantId", link_id as "linkId" from find_explanation_link($1)',
    values: [hash],
  });
  return rows[0];
}

function toLink(row: LinkRow): StoredLink {
  return {
    id: row.link_id,
    conversionId: row.conversion_id,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
    expiresAt: row.expires_at.toISOString(),
    revokedAt: row.revoked_at?.toISOString() ?? null,
    revokedBy: row.revoked_by,
    model: row.model,
    note: row.note,
    showsIds: row.shows_ids,
    tellsRestatement: row.tells_restatement,
    version: row.path_version,
    views: row.views,
    lastViewedAt: row.last_viewed_at?.toISOString() ?? null,
    isStruck: row.struck_at !== null,
  };
}
