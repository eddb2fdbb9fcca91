import type { TenantTx } from '../../platform/tenant-door.ts';

/** Which entries count: of these days, both included, and of what; null for any campaign or feature. */
export interface EntryScope {
  startsOn: string;
  endsOn: string;
  campaigns: readonly string[] | null;
  feature: string | null;
}

const COUNTED = `tenant_id = $1 and day between $2 and $3
  and ($4::text[] is null or campaign = any ($4)) and ($5::text is null or feature = $5)`;

const valuesOf = (tx: TenantTx, { startsOn, endsOn, campaigns, feature }: EntryScope) => [
  tx.tenantId,
  startsOn,
  endsOn,
  campaigns,
  feature,
];

/** What is booked, by currency; exact. */
export async function sumByCurrency(tx: TenantTx, scope: EntryScope): Promise<{ currency: string; amount: string }[]> {
  return tx.query({
    text: `select currency, trim_scale(sum(amount))::text as amount from cost_entries where ${COUNTED} group by currency order by currency`,
    values: valuesOf(tx, scope),
  });
}

/** What usage of one currency is booked, by day and by what it is of; '' where it is of no feature. */
export interface PartOfDay {
  day: string;
  meter: string;
  feature: string;
  amount: string;
}

export async function sumUsageByPart(tx: TenantTx, scope: EntryScope, currency: string): Promise<PartOfDay[]> {
  return tx.query({
    text: `select day::text as day, meter, feature, trim_scale(sum(amount))::text as amount from cost_entries
           where ${COUNTED} and kind = 'usage' and currency = $6 group by day, meter, feature order by day, meter, feature`,
    values: [...valuesOf(tx, scope), currency],
  });
}

/** What of one currency is booked by hand. */
export async function sumByHand(tx: TenantTx, scope: EntryScope, currency: string): Promise<string> {
  const [row] = await tx.query<{ amount: string }>({
    text: `select coalesce(trim_scale(sum(amount)), 0)::text as amount from cost_entries
           where ${COUNTED} and kind <> 'usage' and currency = $6`,
    values: [...valuesOf(tx, scope), currency],
  });
  return row.amount;
}
