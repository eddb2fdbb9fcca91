import { column } from '../../platform/columns.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import type { Slot } from '../reports/options.ts';

interface SlotRow extends Slot {
  slot: number;
}

/** Slots from number `from` on, in order. */
export async function listSlots(tx: TenantTx, from: number): Promise<SlotRow[]> {
  return tx.query<SlotRow>({
    name: 'list-slots',
    text: 'select slot, campaign, channel, show, episode, placement from slots where tenant_id = $1 and slot >= $2 order by slot',
    values: [tx.tenantId, from],
  });
}

export async function insertSlots(tx: TenantTx, rows: SlotRow[]): Promise<void> {
  await tx.query({
    text: `insert into slots (tenant_id, slot, campaign, channel, show, episode, placement)
           select $1, * from unnest($2::integer[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])`,
    values: [
      tx.tenantId,
      column(rows, (row) => row.slot),
      column(rows, (row) => row.campaign),
      column(rows, (row) => row.channel),
      column(rows, (row) => row.show),
      column(rows, (row) => row.episode),
      column(rows, (row) => row.placement),
    ],
  });
}

/** A referrer or utm source under its number. */
export interface SourceRow {
  source: number;
  kind: 'referrer' | 'utm';
  value: string;
}

export async function listSources(tx: TenantTx): Promise<SourceRow[]> {
  return tx.query<SourceRow>({
    text: 'select source, kind, value from sources where tenant_id = $1 order by source',
    values: [tx.tenantId],
  });
}

export async function insertSources(tx: TenantTx, rows: SourceRow[]): Promise<void> {
  await tx.query({
    text: 'insert into sources (tenant_id, source, kind, value) select $1, * from unnest($2::integer[], $3::text[], $4::text[])',
    values: [tx.tenantId, column(rows, (row) => row.source), column(rows, (row) => row.kind), column(rows, (row) => row.value)],
  });
}
