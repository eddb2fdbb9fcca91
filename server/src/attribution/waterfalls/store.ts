import type { TenantTx } from '../../platform/tenant-door.ts';

/** A stored path that holds touchpoints. */
export interface TouchedPath {
  id: string;
  packed: Buffer;
  touchpointIds: string[];
}

/** Up to `limit` paths of conversions in a time (ISO, the end excluded) that hold touchpoints, by id after the one given. */
export async function listTouchedPaths(
  tx: TenantTx,
  { from, before, after, limit }: { from: string; before: string; after: string; limit: number },
): Promise<TouchedPath[]> {
  return tx.query<TouchedPath>({
    name: 'list-touched-paths',
    text: `select conversion_id as id, packed, touchpoint_ids as "touchpointIds" from paths
           where tenant_id = $1 and conversion_id > $4 and packed is not null and converted_at >= $2 and converted_at < $3
             and cardinality(touchpoint_ids) > 0
           order by conversion_id limit $5`,
    values: [tx.tenantId, from, before, after, limit],
  });
}
