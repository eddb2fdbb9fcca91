import type { TenantTx } from '../../platform/tenant-door.ts';
import { IS_HEARD } from '../evidence/store.ts';

/** A period of conversions, ISO; the end is excluded. */
export interface UseSpan {
  fromAt: string;
  toAt: string;
}

/** How many orders used a code, by something that they have in common. */
export interface CodeUses {
  code: string;
  /** A referrer's host in small letters, a country, or a UTC day; null where it is not known. */
  of: string | null;
  uses: number;
}

const KEYS = {
  referrer: `lower(substring(metadata ->> 'referrer' from '^(?:[A-Za-z]+://)?([^/?#:]+)'))`,
  country: 'country',
  day: `(occurred_at at time zone 'UTC')::date::text`,
} as const;

export async function countUses(tx: TenantTx, { fromAt, toAt }: UseSpan, by: keyof typeof KEYS): Promise<CodeUses[]> {
  return tx.query<CodeUses>({
    text: `select code, "of", count(*)::bigint as uses from (
             select distinct on (upper(promo_code), coalesce('o' || order_id, 'c' || id)) upper(promo_code) as code, ${KEYS[by]} as "of"
             from conversions
             where tenant_id = $1 and promo_code is not null and occurred_at >= $2 and occurred_at < $3
             order by upper(promo_code), coalesce('o' || order_id, 'c' || id), occurred_at, id
           ) as used group by code, "of"`,
    values: [tx.tenantId, fromAt, toAt],
  });
}

export async function countCampaignCountries(
  tx: TenantTx,
  { fromAt, toAt }: UseSpan,
): Promise<{ campaign: string; country: string; exposures: number }[]> {
  return tx.query<{ campaign: string; country: string; exposures: number }>({
    text: `select campaign, country, count(*)::bigint as exposures from touchpoints
           where tenant_id = $1 and occurred_at >= $2 and occurred_at < $3 and kind in ('download', 'impression')
             and campaign is not null and country is not null and ${IS_HEARD} group by campaign, country`,
    values: [tx.tenantId, fromAt, toAt],
  });
}
