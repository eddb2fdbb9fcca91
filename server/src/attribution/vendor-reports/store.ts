import type { TenantTx } from '../../platform/tenant-door.ts';
import type { ModelName } from '../../../../engine/src/index.ts';
import type { Vendor, VendorReport, VendorReportDetails, VendorRow } from './schema.ts';

interface ReportRow {
  key: string;
  vendor: Vendor;
  from_day: string;
  to_day: string;
  group_by: 'campaign' | 'show';
  model: ModelName;
  lookback_days: number;
  currency: string | null;
  row_count: number;
  imported_at: Date;
}

const COLUMNS = `key, vendor, from_day, to_day, group_by, model, lookback_days, currency, jsonb_array_length(vendor_rows) as row_count,
  imported_at`;

export async function upsertVendorReport(tx: TenantTx, key: string, details: VendorReportDetails): Promise<VendorReport> {
  const [row] = await tx.query<ReportRow>({
    text: `insert into vendor_reports (tenant_id, key, vendor, from_day, to_day, group_by, model, lookback_days, currency, vendor_rows)
           values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
           on conflict (tenant_id, key) do update set vendor = excluded.vendor, from_day = excluded.from_day, to_day = excluded.to_day,
             group_by = excluded.group_by, model = excluded.model, lookback_days = excluded.lookback_days, currency = excluded.currency,
             vendor_rows = excluded.vendor_rows, imported_at = now()
           returning ${COLUMNS}`,
    values: [
      tx.tenantId,
      key,
      details.vendor,
      details.from,
      details.to,
      details.groupBy,
      details.model,
      details.lookbackDays,
      details.currency ?? null,
      JSON.stringify(details.rows),
    ],
  });
  return toReport(row);
}

export async function listVendorReports(tx: TenantTx, after: string, limit: number): Promise<VendorReport[]> {
  const rows = await tx.query<ReportRow>({
    text: `select ${COLUMNS} from vendor_reports where tenant_id = $1 and key > $2 order by key limit $3`,
    values: [tx.tenantId, after, limit],
  });
  return rows.map(toReport);
}

/** A report with the vendor's rows. */
export async function findVendorReport(tx: TenantTx, key: string): Promise<{ report: VendorReport; rows: VendorRow[] } | undefined> {
  const [row] = await tx.query<ReportRow & { vendor_rows: VendorRow[] }>({
    text: `select ${COLUMNS}, vendor_rows from vendor_reports where tenant_id = $1 and key = $2`,
    values: [tx.tenantId, key],
  });
  return row && { report: toReport(row), rows: row.vendor_rows };
}

export async function deleteVendorReport(tx: TenantTx, key: string): Promise<boolean> {
  const rows = await tx.query({
    text: 'delete from vendor_reports where tenant_id = $1 and key = $2 returning key',
    values: [tx.tenantId, key],
  });
  return rows.length === 1;
}

function toReport(row: ReportRow): VendorReport {
  return {
    key: row.key,
    vendor: row.vendor,
    from: row.from_day,
    to: row.to_day,
    groupBy: row.group_by,
    model: row.model,
    lookbackDays: row.lookback_days,
    currency: row.currency,
    rowCount: row.row_count,
    importedAt: row.imported_at.toISOString(),
  };
}
