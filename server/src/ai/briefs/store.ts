import type { TenantTx } from '../../platform/tenant-door.ts';
import type { Brief, BriefDetails } from './schema.ts';

interface BriefRow {
  placement: string;
  details: BriefDetails;
  version: number;
  changed_at: Date;
  changed_by: string;
}

const COLUMNS = 'placement, details, version, changed_at, changed_by';

export async function listBriefs(tx: TenantTx, after: string, limit: number): Promise<Brief[]> {
  const rows = await tx.query<BriefRow>({
    text: `select ${COLUMNS} from briefs where tenant_id = $1 and placement > $2 order by placement limit $3`,
    values: [tx.tenantId, after, limit],
  });
  return rows.map(toBrief);
}

export async function findBriefs(tx: TenantTx, placements: readonly string[]): Promise<Brief[]> {
  const rows = await tx.query<BriefRow>({
    text: `select ${COLUMNS} from briefs where tenant_id = $1 and placement = any ($2::text[]) order by placement`,
    values: [tx.tenantId, placements],
  });
  return rows.map(toBrief);
}

/** A change counts as a version only where it changes something. */
export async function upsertBrief(
  tx: TenantTx,
  placement: string,
  details: BriefDetails,
  change: { at: Date; by: string },
): Promise<Brief> {
  const [row] = await tx.query<BriefRow>({
    text: `insert into briefs as old (tenant_id, placement, details, changed_at, changed_by) values ($1, $2, $3, $4, $5)
           on conflict (tenant_id, placement) do update set details = excluded.details,
             version = old.version + case when old.details = excluded.details then 0 else 1 end,
             changed_at = case when old.details = excluded.details then old.changed_at else excluded.changed_at end,
             changed_by = case when old.details = excluded.details then old.changed_by else excluded.changed_by end
           returning ${COLUMNS}`,
    values: [tx.tenantId, placement, JSON.stringify(details), change.at, change.by],
  });
  return toBrief(row);
}

export async function deleteBrief(tx: TenantTx, placement: string): Promise<Brief | undefined> {
  const [row] = await tx.query<BriefRow>({
    text: `delete from briefs where tenant_id = $1 and placement = $2 returning ${COLUMNS}`,
    values: [tx.tenantId, placement],
  });
  return row && toBrief(row);
}

function toBrief({ placement, details, version, changed_at, changed_by }: BriefRow): Brief {
  return { placement, ...details, version, changedAt: changed_at.toISOString(), changedBy: changed_by };
}
