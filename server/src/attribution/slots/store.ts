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
    text: `select slot, campaign, channel, show, episode, placement, delivery_evidence as "deliveryEvidence"
           from slots where tenant_id = $1 and slot >= $2 order by slot`,
    values: [tx.tenantId, from],
  });
}

export async function insertSlots(tx: TenantTx, rows: SlotRow[]): Promise<void> {
  await tx.query({
    text: `insert into slots (tenant_id, slot, campaign, channel, show, episode, placement, delivery_evidence)
           select $1, * from unnest($2::integer[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])`,
    values: [
      tx.tenantId,
      column(rows, (row) => row.slot),
      column(rows, (row) => row.campaign),
      column(rows, (row) => row.channel),
      column(rows, (row) => row.show),
      column(rows, (row) => row.episode),
      column(rows, (row) => row.placement),
      column(rows, (row) => row.deliveryEvidence),
    ],
  });
}

/** Where a visitor came from: a referrer's host or a utm source. */
export interface Source {
  kind: 'referrer' | 'utm';
  value: string;
}

/** A source under its number. */
export interface SourceRow extends Source {
  source: number;
}

export async function findSources(tx: TenantTx, asked: readonly Source[]): Promise<SourceRow[]> {
  return tx.query<SourceRow>({
    name: 'find-sources',
    text: `select s.source, s.kind, s.value from unnest($2::text[], $3::text[]) as asked (kind, value)
           join sources s on s.tenant_id = $1 and s.kind = asked.kind and s.value = asked.value`,
    values: [tx.tenantId, column(asked, (one) => one.kind), column(asked, (one) => one.value)],
  });
}

export async function findSourcesByNumber(tx: TenantTx, numbers: readonly number[]): Promise<SourceRow[]> {
  return tx.query<SourceRow>({
    text: 'select source, kind, value from sources where tenant_id = $1 and source = any ($2::integer[])',
    values: [tx.tenantId, column(numbers, (number) => number)],
  });
}

/** The number for the next new source. */
export async function findNextSource(tx: TenantTx): Promise<number> {
  const [row] = await tx.query<{ next: number }>({
    text: 'select coalesce(max(source) + 1, 0) as next from sources where tenant_id = $1',
    values: [tx.tenantId],
  });
  return row.next;
}

export async function insertSources(tx: TenantTx, rows: SourceRow[]): Promise<void> {
  await tx.query({
    text: 'insert into sources (tenant_id, source, kind, value) select $1, * from unnest($2::integer[], $3::text[], $4::text[])',
    values: [tx.tenantId, column(rows, (row) => row.source), column(rows, (row) => row.kind), column(rows, (row) => row.value)],
  });
}
