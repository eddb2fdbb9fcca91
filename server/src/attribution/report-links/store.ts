import type { Database, TenantTx } from '../../platform/tenant-door.ts';
import type { KeptReportChoice } from '../shared-reports/schema.ts';
import type { ReportLink } from './schema.ts';

interface LinkRow {
  link_id: string;
  title: string | null;
  note: string | null;
  shows_spend: boolean;
  report: KeptReportChoice;
  created_at: Date;
  created_by: string;
  expires_at: Date;
  revoked_at: Date | null;
  revoked_by: string | null;
  views: number;
  last_viewed_at: Date | null;
}

const COLUMNS =
  'link_id, title, note, shows_spend, report, created_at, created_by, expires_at, revoked_at, revoked_by, views, last_viewed_at';

/** A link as stored; whether it is over depends on the clock. */
export type StoredLink = Omit<ReportLink, 'state'>;

/** A link to be kept. */
export interface NewLinkRow extends Pick<
  StoredLink,
  'id' | 'title' | 'note' | 'showsSpend' | 'report' | 'createdAt' | 'createdBy' | 'expiresAt'
> {
  tokenHash: Buffer;
}

export async function insertLink(tx: TenantTx, row: NewLinkRow): Promise<StoredLink> {
  const { id, tokenHash, title, note, showsSpend, report, createdAt, createdBy, expiresAt } = row;
  const [inserted] = await tx.query<LinkRow>({
    text: `insert into report_links (tenant_id, link_id, token_hash, title, note, shows_spend, report, created_at, created_by, expires_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning ${COLUMNS}`,
    values: [tx.tenantId, id, tokenHash, title, note, showsSpend, JSON.stringify(report), createdAt, createdBy, expiresAt],
  });
  return toLink(inserted);
}

/** Links, the newest first; only those before `beforeId`, when given. */
export async function listLinks(tx: TenantTx, beforeId: string | undefined, limit: number): Promise<StoredLink[]> {
  const rows = await tx.query<LinkRow>({
    text: `select ${COLUMNS} from report_links
           where tenant_id = $1 and ($2::uuid is null or link_id < $2) order by link_id desc limit $3`,
    values: [tx.tenantId, beforeId ?? null, limit],
  });
  return rows.map(toLink);
}

export async function findLink(tx: TenantTx, id: string): Promise<StoredLink | undefined> {
  const [row] = await tx.query<LinkRow>({
    text: `select ${COLUMNS} from report_links where tenant_id = $1 and link_id = $2`,
    values: [tx.tenantId, id],
  });
  return row && toLink(row);
}

/** How many links answer at an instant. Until the transaction ends nobody else counts, so that a limit is never overshot. */
export async function countLiveLinks(tx: TenantTx, at: string): Promise<number> {
  await tx.query({ text: `select pg_advisory_xact_lock(hashtextextended($1, 0))`, values: [`report_links|${tx.tenantId}`] });
  const [{ count }] = await tx.query<{ count: number }>({
    text: `select count(*)::integer as count from report_links where tenant_id = $1 and revoked_at is null and expires_at > $2`,
    values: [tx.tenantId, at],
  });
  return count;
}

/** Ends a link; false when it was revoked before. */
export async function revokeLink(tx: TenantTx, id: string, { at, by }: { at: string; by: string }): Promise<boolean> {
  const changed = await tx.query({
    text: `update report_links set revoked_at = $3, revoked_by = $4
           where tenant_id = $1 and link_id = $2 and revoked_at is null returning 1`,
    values: [tx.tenantId, id, at, by],
  });
  return changed.length === 1;
}

export async function countView(tx: TenantTx, id: string, at: string): Promise<void> {
  await tx.query({
    text: 'update report_links set views = views + 1, last_viewed_at = $3 where tenant_id = $1 and link_id = $2',
    values: [tx.tenantId, id, at],
  });
}

/** Whose page has this hash, through the look-up function, as no tenant is known yet; undefined when nobody's. */
export async function findLinkByHash(db: Database, hash: Buffer): Promise<{ tenantId: string; linkId: string } | undefined> {
  const { rows } = await db.app.query<{ tenantId: string; linkId: string }>({
    text: 'select tenant_id as "tenantId", link_id as "linkId" from find_report_link($1)',
    values: [hash],
  });
  return rows[0];
}

function toLink(row: LinkRow): StoredLink {
  return {
    id: row.link_id,
    title: row.title,
    note: row.note,
    showsSpend: row.shows_spend,
    report: row.report,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
    expiresAt: row.expires_at.toISOString(),
    revokedAt: row.revoked_at?.toISOString() ?? null,
    revokedBy: row.revoked_by,
    views: row.views,
    lastViewedAt: row.last_viewed_at?.toISOString() ?? null,
  };
}
