import type { TenantTx } from '../../platform/tenant-door.ts';
import type { EntryKind } from '../entries/schema.ts';

/** A line of a bill as it is booked; '' where there is no meter or unit, price version 0 where there is no price. */
export interface BilledLine {
  kind: EntryKind;
  currency: string;
  meter: string;
  correctsMonth: string | null;
  priceVersion: number;
  tier: number;
  quantity: string | null;
  unit: string;
  amount: string;
  note: string | null;
}

/**
 * The lines of a month's bill: usage by meter, version and tier of its price, and the month that it corrects; all else entry by entry. What
 * was taken back whole is left out.
 */
export async function listBilledLines(tx: TenantTx, month: string): Promise<BilledLine[]> {
  return tx.query<BilledLine>({
    text: `select kind, currency, meter, to_char(corrects_month, 'YYYY-MM') as "correctsMonth", price_version as "priceVersion", tier,
             trim_scale(sum(quantity))::text as quantity, max(unit) as unit, trim_scale(sum(amount))::text as amount, min(note) as note
           from cost_entries where tenant_id = $1 and booked_month = $2
           group by kind, currency, meter, corrects_month, price_version, tier, case when kind <> 'usage' then entry_id end
           having sum(amount) <> 0 or sum(quantity) <> 0
           order by currency, array_position(array['usage', 'purchase', 'credit', 'tax'], kind), corrects_month nulls first,
             meter collate "C", price_version, tier, min(booked_at), case when kind <> 'usage' then entry_id end`,
    values: [tx.tenantId, `${month}-01`],
  });
}
