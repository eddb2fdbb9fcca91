import { SAMPLE_ID } from '../../platform/sample-names.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';

/** Which kinds of event a tenant has one of, at least. */
export interface EventFirsts {
  hasTouchpoint: boolean;
  hasConversion: boolean;
}

/** Each is found by the first id that will do. */
export async function findFirsts(tx: TenantTx): Promise<EventFirsts> {
  const some = (table: string) => `exists (select 1 from ${table} where tenant_id = $1 and not starts_with(id, $2))`;
  const [row] = await tx.query<EventFirsts>({
    name: 'find-event-firsts',
    text: `select ${some('touchpoint_keys')} as "hasTouchpoint", ${some('conversion_keys')} as "hasConversion"`,
    values: [tx.tenantId, SAMPLE_ID],
  });
  return row;
}
