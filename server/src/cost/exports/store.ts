import type { TenantTx } from '../../platform/tenant-door.ts';
import type { Charge } from './focus.ts';

const INSTANT = `'YYYY-MM-DD"T"HH24:MI:SS"Z"'`;

/** When a day begins in a zone, as FOCUS writes instants. */
function beginning(day: string, zone: string): string {
  return `to_char(${day}::timestamp at time zone ${zone} at time zone 'UTC', ${INSTANT})`;
}

/** The first instant of a month, and of the next one. */
export async function findMonthInstants(tx: TenantTx, month: string, timeZone: string): Promise<{ start: string; end: string }> {
  const [row] = await tx.query<{ start: string; end: string }>({
    text: `select ${beginning('$1::date', '$2')} as start, ${beginning(`($1::date + interval '1 month')::date`, '$2')} as end`,
    values: [`${month}-01`, timeZone],
  });
  return row;
}

/** Where a sum of usage stands in the order of an export. */
export interface UsagePlace {
  meter: string;
  day: string;
  campaign: string;
  feature: string;
  priceVersion: number;
  tier: number;
  isCorrection: boolean;
}

export interface UsageCharge extends Charge {
  place: UsagePlace;
}

/** Of which bill, as of when, and by whose days. */
export interface BillPart {
  month: string;
  asOf: Date;
  timeZone: string;
}

/** Said with the table's name, since an order by what is shown of a day would not be that of the index. */
const PLACE = 'meter, cost_entries.day, campaign, feature, price_version, tier, corrects_month is not null';

interface UsageRow extends Omit<Charge, 'kind' | 'note'> {
  day: string;
}

/** What usage costs by everything that tells rows of a bill apart, in order and behind a place; what was taken back whole is left out. */
export async function listUsageCharges(
  tx: TenantTx,
  { month, asOf, timeZone }: BillPart,
  { after, limit }: { after: UsagePlace | undefined; limit: number },
): Promise<UsageCharge[]> {
  const rows = await tx.query<UsageRow>({
    text: `select meter, day::text as day, campaign, feature, price_version as "priceVersion", tier,
             corrects_month is not null as "isCorrection", min(currency) as currency, max(unit) as unit,
             trim_scale(sum(quantity))::text as quantity, trim_scale(sum(amount))::text as amount,
             ${beginning('day', '$4')} as start, ${beginning('(day + 1)', '$4')} as end
           from cost_entries
           where tenant_id = $1 and booked_month = $2 and kind = 'usage' and booked_at <= $3
             and ($5::text is null or (${PLACE}) > ($5::text, $6::date, $7::text, $8::text, $9::integer, $10::smallint, $11::boolean))
           group by ${PLACE} having sum(quantity) <> 0 or sum(amount) <> 0 order by ${PLACE} limit $12`,
    values: [
      tx.tenantId,
      `${month}-01`,
      asOf,
      timeZone,
      after?.meter ?? null,
      after?.day ?? null,
      after?.campaign ?? null,
      after?.feature ?? null,
      after?.priceVersion ?? null,
      after?.tier ?? null,
      after?.isCorrection ?? null,
      limit,
    ],
  });
  return rows.map(({ day, ...row }) => {
    const { meter, campaign, feature, priceVersion, tier, isCorrection } = row;
    return { ...row, kind: 'usage', note: null, place: { meter, day, campaign, feature, priceVersion, tier, isCorrection } };
  });
}

/** What was entered by hand, in order and behind an entry. */
export async function listEnteredCharges(
  tx: TenantTx,
  { month, asOf, timeZone }: BillPart,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<(Charge & { id: string })[]> {
  return tx.query<Charge & { id: string }>({
    text: `select entry_id as id, kind, meter, campaign, feature, price_version as "priceVersion", tier, null as quantity, unit, currency,
             trim_scale(amount)::text as amount, note, corrects_month is not null or corrects_entry is not null as "isCorrection",
             ${beginning('day', '$4')} as start, ${beginning('(day + 1)', '$4')} as end
           from cost_entries
           where tenant_id = $1 and booked_month = $2 and kind <> 'usage' and booked_at <= $3 and ($5::uuid is null or entry_id > $5)
           order by entry_id limit $6`,
    values: [tx.tenantId, `${month}-01`, asOf, timeZone, after ?? null, limit],
  });
}
