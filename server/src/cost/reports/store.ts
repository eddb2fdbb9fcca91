import type { TenantTx } from '../../platform/tenant-door.ts';
import type { EntryKind } from '../entries/schema.ts';
import type { CostGrouping } from './schema.ts';

/** Which charges are summed: those of days, the last excluded, and of what is named. */
export interface ChargeFilter {
  from: string;
  to: string;
  meter: string | undefined;
  campaign: string | undefined;
  feature: string | undefined;
}

/** What was charged in one currency; '' where there is no key. */
export interface ChargeSum {
  currency: string;
  key: string;
  amount: string;
  /** Of one meter; null of several. */
  quantity: string | null;
  unit: string | null;
}

/** An advertiser is read off its campaigns, which another area keeps. */
const KEYS: Readonly<Record<CostGrouping, string>> = {
  meter: 'meter',
  day: 'day::text',
  kind: 'kind',
  campaign: 'campaign',
  advertiser: 'campaign',
  feature: 'feature',
};

/** Sums of charges by currency and key, in that order. Quantities are summed where they are of one meter. */
export async function sumCharges(
  tx: TenantTx,
  { from, to, meter, campaign, feature }: ChargeFilter,
  groupBy: CostGrouping,
): Promise<ChargeSum[]> {
  return tx.query<ChargeSum>({
    text: `select currency, ${KEYS[groupBy]} as key, trim_scale(sum(amount))::text as amount,
             case when min(meter) = max(meter) and min(meter) <> '' then trim_scale(sum(quantity))::text end as quantity,
             case when min(meter) = max(meter) and min(meter) <> '' then max(unit) end as unit
           from cost_days
           where tenant_id = $1 and day >= $2 and day < $3 and ($4::text is null or meter = $4) and ($5::text is null or campaign = $5)
             and ($6::text is null or feature = $6)
           group by 1, 2 order by currency, ${KEYS[groupBy]} collate "C"`,
    values: [tx.tenantId, from, to, meter ?? null, campaign ?? null, feature ?? null],
  });
}

/** What a month's bill holds in one currency, by kind of entry. */
export interface BillSum {
  currency: string;
  kind: EntryKind;
  amount: string;
}

/** What stands in a month's bill, by currency and kind. */
export async function sumBill(tx: TenantTx, month: string): Promise<BillSum[]> {
  return tx.query<BillSum>({
    text: `select currency, kind, trim_scale(sum(amount))::text as amount from cost_days
           where tenant_id = $1 and booked_month = $2 group by 1, 2 order by 1, 2`,
    values: [tx.tenantId, `${month}-01`],
  });
}
