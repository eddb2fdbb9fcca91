import type { TenantTx } from '../../platform/tenant-door.ts';
import type { Finding, Insight } from './schema.ts';

interface InsightRow {
  insight_id: string;
  source: Insight['source'];
  kind: string;
  day: string;
  subject_type: Insight['subject']['type'];
  subject_key: string | null;
  finding: string;
  evidence: Insight['evidence'];
  status: Insight['status'];
  note: string | null;
  found_at: Date;
  changed_at: Date;
  status_at: Date | null;
  status_by: string | null;
}

const COLUMNS = `insight_id, source, kind, to_char(day, 'YYYY-MM-DD') as day, subject_type, subject_key, finding, evidence, status, note,
  found_at, changed_at, status_at, status_by`;

/** Keeps a finding, in place of what its key said before; false when that was the same. */
export async function upsertInsight(tx: TenantTx, id: string, found: Finding, at: Date): Promise<boolean> {
  const { source, kind, key, day, subject, finding, evidence } = found;
  const rows = await tx.query({
    text: `insert into insights as old (tenant_id, insight_id, source, kind, insight_key, day, subject_type, subject_key, finding, evidence,
             found_at, changed_at)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)
           on conflict (tenant_id, source, insight_key) do update set kind = excluded.kind, day = excluded.day,
             subject_type = excluded.subject_type, subject_key = excluded.subject_key, finding = excluded.finding,
             evidence = excluded.evidence, changed_at = excluded.changed_at
           where (old.kind, old.day, old.subject_type, old.subject_key, old.finding, old.evidence)
             is distinct from
             (excluded.kind, excluded.day, excluded.subject_type, excluded.subject_key, excluded.finding, excluded.evidence)
           returning insight_id`,
    values: [tx.tenantId, id, source, kind, key, day, subject.type, subject.key, finding, JSON.stringify(evidence), at],
  });
  return rows.length > 0;
}

export interface InsightFilter {
  source?: Insight['source'] | undefined;
  status?: Insight['status'] | undefined;
  subjectType?: Insight['subject']['type'] | undefined;
  subject?: string | undefined;
}

/** Where a list goes on: behind the insight of this day and id. */
export interface InsightPlace {
  day: string;
  id: string;
}

/** Insights, those of the latest day first. */
export async function listInsights(
  tx: TenantTx,
  { source, status, subjectType, subject }: InsightFilter,
  after: InsightPlace | undefined,
  limit: number,
): Promise<Insight[]> {
  const rows = await tx.query<InsightRow>({
    text: `select ${COLUMNS} from insights
           where tenant_id = $1 and ($2::text is null or source = $2) and ($3::text is null or status = $3)
             and ($4::text is null or subject_type = $4) and ($5::text is null or subject_key = $5)
             and ($6::date is null or (insights.day, insight_id) < ($6::date, $7::uuid))
           order by insights.day desc, insight_id desc limit $8`,
    values: [
      tx.tenantId,
      source ?? null,
      status ?? null,
      subjectType ?? null,
      subject ?? null,
      after?.day ?? null,
      after?.id ?? null,
      limit,
    ],
  });
  return rows.map(toInsight);
}

export async function findInsight(tx: TenantTx, id: string): Promise<Insight | undefined> {
  const [row] = await tx.query<InsightRow>({
    text: `select ${COLUMNS} from insights where tenant_id = $1 and insight_id = $2`,
    values: [tx.tenantId, id],
  });
  return row && toInsight(row);
}

/** Whoever sets the status, when, and why. */
export interface InsightStatus {
  status: Insight['status'];
  note: string | null;
  at: Date;
  by: string;
}

/** Undefined when there is no such insight. */
export async function updateInsightStatus(tx: TenantTx, id: string, change: InsightStatus): Promise<Insight | undefined> {
  const [row] = await tx.query<InsightRow>({
    text: `update insights set status = $3, note = $4, status_at = $5, status_by = $6
           where tenant_id = $1 and insight_id = $2 returning ${COLUMNS}`,
    values: [tx.tenantId, id, change.status, change.note, change.at, change.by],
  });
  return row && toInsight(row);
}

function toInsight(row: InsightRow): Insight {
  return {
    id: row.insight_id,
    source: row.source,
    kind: row.kind,
    day: row.day,
    subject: { type: row.subject_type, key: row.subject_key },
    finding: row.finding,
    evidence: row.evidence,
    status: row.status,
    note: row.note,
    foundAt: row.found_at.toISOString(),
    changedAt: row.changed_at.toISOString(),
    statusAt: row.status_at?.toISOString() ?? null,
    statusBy: row.status_by,
  };
}
