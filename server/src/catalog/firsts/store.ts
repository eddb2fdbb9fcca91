import { SAMPLE_KEY } from '../../platform/sample-names.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';

/** Which things a catalogue holds one of, at least. */
export interface CatalogFirsts {
  isBooked: boolean;
  hasSpend: boolean;
  hasAddress: boolean;
  hasCode: boolean;
}

/** Each is found by the first row that will do. */
export async function findFirsts(tx: TenantTx): Promise<CatalogFirsts> {
  const own = (name: string) => `not starts_with(${name}, $2)`;
  const [row] = await tx.query<CatalogFirsts>({
    name: 'find-catalog-firsts',
    text: `select exists (select 1 from shows where tenant_id = $1 and ${own('key')})
               or exists (select 1 from campaigns where tenant_id = $1 and ${own('key')}) as "isBooked",
             exists (select 1 from campaigns where tenant_id = $1 and ${own('key')} and spend_minor is not null) as "hasSpend",
             exists (select 1 from public_ids where tenant_id = $1 and ${own('target')}) as "hasAddress",
             exists (select 1 from promo_codes where tenant_id = $1 and ${own('campaign')}) as "hasCode"`,
    values: [tx.tenantId, SAMPLE_KEY],
  });
  return row;
}
