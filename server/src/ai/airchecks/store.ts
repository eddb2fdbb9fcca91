import type { TenantTx } from '../../platform/tenant-door.ts';
import type { Aircheck, AircheckFilter, AircheckSummary } from './schema.ts';

interface SummaryRow extends Pick<
  AircheckSummary,
  'placement' | 'campaign' | 'show' | 'transcript' | 'outcome' | 'counts' | 'method' | 'model'
> {
  aircheck_id: string;
  brief_version: number;
  created_at: Date;
  created_by: string;
}
type AircheckRow = SummaryRow & Pick<Aircheck, 'brief' | 'read' | 'requirements'>;

const SUMMARY_COLUMNS = `aircheck_id, placement, campaign, show, transcript, brief_version, outcome, counts, method, model, created_at,
  created_by`;

/** Lets nobody else add airchecks of this tenant until the transaction ends. */
export async function lockAirchecks(tx: TenantTx): Promise<void> {
  await tx.query({ text: `select pg_advisory_xact_lock(hashtextextended('airchecks of ' || $1, 0))`, values: [tx.tenantId] });
}

export async function countAirchecks(tx: TenantTx): Promise<number> {
  const [row] = await tx.query<{ count: number }>({
    text: 'select count(*)::integer as count from airchecks where tenant_id = $1',
    values: [tx.tenantId],
  });
  return row.count;
}

export async function insertAircheck(tx: TenantTx, aircheck: Aircheck): Promise<void> {
  const { id, placement, campaign, show, transcript, brief, briefVersion, outcome, counts, read, requirements } = aircheck;
  await tx.query({
    text: `insert into airchecks (tenant_id, aircheck_id, placement, campaign, show, transcript_id, transcript, brief, brief_version,
             outcome, counts, read, requirements, method, model, created_at, created_by)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)`,
    values: [
      tx.tenantId,
      id,
      placement,
      campaign,
      show,
      transcript.id,
      JSON.stringify(transcript),
      JSON.stringify(brief),
      briefVersion,
      outcome,
      JSON.stringify(counts),
      read === null ? null : JSON.stringify(read),
      JSON.stringify(requirements),
      aircheck.method,
      aircheck.model,
      aircheck.createdAt,
      aircheck.createdBy,
    ],
  });
}

/** Airchecks, the newest first; only those that are asked for, and before an id, when given. */
export async function listAirchecks(
  tx: TenantTx,
  { placement, transcript, outcome }: AircheckFilter,
  page: { beforeId: string | undefined; limit: number },
): Promise<AircheckSummary[]> {
  const rows = await tx.query<SummaryRow>({
    text: `select ${SUMMARY_COLUMNS} from airchecks
           where tenant_id = $1 and ($2::text is null or placement = $2) and ($3::uuid is null or transcript_id = $3)
             and ($4::text is null or outcome = $4) and ($5::uuid is null or aircheck_id < $5)
           order by aircheck_id desc limit $6`,
    values: [tx.tenantId, placement ?? null, transcript ?? null, outcome ?? null, page.beforeId ?? null, page.limit],
  });
  return rows.map(toSummary);
}

export async function findAircheck(tx: TenantTx, id: string): Promise<Aircheck | undefined> {
  const [row] = await tx.query<AircheckRow>({
    text: `select ${SUMMARY_COLUMNS}, brief, read, requirements from airchecks where tenant_id = $1 and aircheck_id = $2`,
    values: [tx.tenantId, id],
  });
  return row && toAircheck(row);
}

export async function deleteAircheck(tx: TenantTx, id: string): Promise<void> {
  await tx.query({ text: 'delete from airchecks where tenant_id = $1 and aircheck_id = $2', values: [tx.tenantId, id] });
}

function toSummary({ aircheck_id, brief_version, created_at, created_by, ...row }: SummaryRow): AircheckSummary {
  return { id: aircheck_id, ...row, briefVersion: brief_version, createdAt: created_at.toISOString(), createdBy: created_by };
}

function toAircheck({ brief, read, requirements, ...row }: AircheckRow): Aircheck {
  return { ...toSummary(row), brief, read, requirements };
}
