import type { TenantTx } from '../../platform/tenant-door.ts';
import { type CodeUses, countCampaignCountries, countUses, type UseSpan } from './store.ts';

export type { CodeUses, UseSpan };

/**
 * How many orders used each promo code in a time, by the host they came from, the country at their address, or the UTC day. An order with
 * several records is one, as its earliest record with the code tells it.
 */
export async function countUsesIn(tx: TenantTx, span: UseSpan, by: 'referrer' | 'country' | 'day'): Promise<CodeUses[]> {
  return countUses(tx, span, by);
}

/** How many exposures each campaign had in each country, as far as countries are known. */
export async function countCampaignCountriesIn(tx: TenantTx, span: UseSpan) {
  return countCampaignCountries(tx, span);
}
