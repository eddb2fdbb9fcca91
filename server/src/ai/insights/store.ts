import type { TenantTx } from '../../platform/tenant-door.ts';
import type { Finding, Insight } from './schema.ts';

interface InsightRow {
  insight_id: string;
  source: Insight['source'];
  kind: string;
  day: string;
  rank: number;
  subject_type: Insight['subject']['type'];
  subject_key: string | null;
  finding: string;
  evidence: Insight['evidence'];
  status: Insight['status'];
  note: string | null;
  found_at: Date;
  changed_at: Date;
  ended_at: Date | null;
  status_at: Date | null;
  status_by: string | null;
}

const COLUMNS = `insight_id, source, kind, to_char(day, 'YYYY-MM-DD') as day, rank, subject_type, subject_key, finding, evidence, status,
  note, found_at, changed_at, ended_at, status_at, status_by`;

/** Keeps a finding, in place of what its key said before; false when that was the same. */
export async function upsertInsight(tx: TenantTx, id: string, found: Finding, at: Date): Promise<boolean> {
  const { source, kind, key, day, rank = 0, subject, finding, evidence } = found;
  const rows = await tx.query({
    text: `insert into insights as old (tenant_id, insight_id, source, kind, insight_key, day, subject_type, subject_key, finding, evidence,
             found_at, changed_at, rank)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, $12)
           on conflict (tenant_id, source, insight_key) do update set kind = excluded.kind, day = excluded.day,
             subject_type = excluded.subject_type, subject_key = excluded.subject_key, finding = excluded.finding,
             evidence = excluded.evidence, changed_at = excluded.changed_at, rank = excluded.rank
           where (old.kind, old.day, old.rank, old.subject_type, old.subject_key, old.finding, old.evidence)
             is distinct from
             (excluded.kind, excluded.day, excluded.rank, excluded.subject_type, excluded.subject_key, excluded.finding, excluded.evidence)
           returning insight_id`,
    values: [tx.tenantId, id, source, kind, key, day, subject.type, subject.key, finding, JSON.stringify(evidence), at, rank],
  });
  return rows.length > 0;
}

/** What an insight was before its finding held again; undefined when it had not ended. */
export async function updateHoldsAgain(
  tx: TenantTx,
  { source, key }: Pick<Finding, 'source' | 'key'>,
): Promise<Pick<Insight, 'id' | 'status'> | undefined> {
  const [row] = await tx.query<Pick<Insight, 'id' | 'status'>>({
    text: `update insights as new set ended_at = null, status = case when new.status = 'ended' then 'open' else new.status end
           from insights as old
           where new.tenant_id = $1 and new.source = $2 and new.insight_key = $3 and new.ended_at is not null
             and old.tenant_id = $1 and old.insight_id = new.insight_id
           returning old.insight_id as id, old.status`,
    values: [tx.tenantId, source, key],
  });
  return row;
}

/** Findings of a source that no longer hold: of these keys; or about one thing, of all kinds or of these, all but these keys. */
export type EndedFindings = { source: Finding['source'] } & (
  | { keys: readonly string[] }
  | { subject: Finding['subject']; kinds?: readonly string[]; except?: readonly string[] }
);

/** Ends them where they had not; with what each was before. One that a person decided on stays what it is. */
export async function updateEnded(tx: TenantTx, which: EndedFindings, at: Date): Promise<Pick<Insight, 'id' | 'status'>[]> {
  const values: unknown[] = [tx.tenantId, which.source, at];
  const place = (value: unknown) => `$${values.push(value)}`;
  const condition =
    'keys' in which
      ? `new.insight_key = any (${place(which.keys)}::text[])`
      : `new.subject_type = ${place(which.subject.type)} and new.subject_key is not distinct from ${place(which.subject.key)}
           and coalesce(new.kind = any (${place(which.kinds ?? null)}::text[]), true)
           and new.insight_key <> all (${place(which.except ?? [])}::text[])`;
  return tx.query<Pick<Insight, 'id' | 'status'>>({
    text: `update insights as new set ended_at = $3, status = case when new.status = 'open' then 'ended' else new.status end
           from insights as old
           where new.tenant_id = $1 and new.source = $2 and new.ended_at is null and ${condition}
             and old.tenant_id = $1 and old.insight_id = new.insight_id
           returning old.insight_id as id, old.status`,
    values,
  });
}

export interface InsightFilter {
  source?: Insight['source'] | undefined;
  status?: Insight['status'] | undefined;
  subjectType?: Insight['subject']['type'] | undefined;
  subject?: string | undefined;
}

/** Where a list goes on: behind the insight of this day, rank and id. */
export interface InsightPlace {
  day: string;
  rank: number;
  id: string;
}

/** Insights, those of the latest day first, and of a day those of the highest rank. */
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
             and ($6::date is null or (insights.day, rank, insight_id) < ($6::date, $7::smallint, $8::uuid))
           order by insights.day desc, rank desc, insight_id desc limit $9`,
    values: [
      tx.tenantId,
      source ?? null,
      status ?? null,
      subjectType ?? null,
      subject ?? null,
      after?.day ?? null,
      after?.rank ?? null,
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
    rank: row.rank,
    subject: { type: row.subject_type, key: row.subject_key },
    finding: row.finding,
    evidence: row.evidence,
    status: row.status,
    note: row.note,
    foundAt: row.found_at.toISOString(),
    changedAt: row.changed_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    statusAt: row.status_at?.toISOString() ?? null,
    statusBy: row.status_by,
  };
}
