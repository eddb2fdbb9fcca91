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

/** What is booked in a scope, by currency; exact. */
export interface ScopeSum {
  /** Of the scope in the list, from 0. */
  place: number;
  currency: string;
  amount: string;
}

/** What is booked in each of several scopes, in their order, then by currency. */
export async function sumScopes(tx: TenantTx, scopes: readonly EntryScope[]): Promise<ScopeSum[]> {
  return tx.query({
    text: `select place, currency, trim_scale(sum(amount))::text as amount
           from jsonb_to_recordset($2::jsonb) as s (place integer, "startsOn" date, "endsOn" date, campaigns text[], feature text)
             join cost_days d on d.tenant_id = $1 and d.day between s."startsOn" and s."endsOn"
               and (s.campaigns is null or d.campaign = any (s.campaigns)) and (s.feature is null or d.feature = s.feature)
           group by 1, 2 order by 1, 2`,
    values: [tx.tenantId, JSON.stringify(scopes.map((scope, place) => ({ ...scope, place })))],
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
    text: `select day::text as day, meter, feature, trim_scale(sum(amount))::text as amount from cost_days
           where ${COUNTED} and kind = 'usage' and currency = $6 group by day, meter, feature order by day, meter, feature`,
    values: [...valuesOf(tx, scope), currency],
  });
}

/** What of one currency is booked by hand. */
export async function sumByHand(tx: TenantTx, scope: EntryScope, currency: string): Promise<string> {
  const [row] = await tx.query<{ amount: string }>({
    text: `select coalesce(trim_scale(sum(amount)), 0)::text as amount from cost_days
           where ${COUNTED} and kind <> 'usage' and currency = $6`,
    values: [...valuesOf(tx, scope), currency],
  });
  return row.amount;
}
