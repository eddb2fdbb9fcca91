import { withClient } from '../../../server/src/platform/postgres/connection.ts';
import { type AuditTenant, keyOf } from './batches.ts';
import type { Stored } from './ledger.ts';
import type { Site } from './site.ts';

interface Row {
  tenant_id: string;
  kind: 'touchpoints' | 'conversions';
  id: string;
  content: string;
  count: number;
}

/** Every event that the tables of these tenants hold, read past row-level security by the superuser. */
export async function readStored(site: Pick<Site, 'superuserUrl'>, tenants: readonly AuditTenant[]): Promise<Stored[]> {
  const ids = tenants.map(({ tenantId }) => tenantId);
  const instant = `(extract(epoch from min(occurred_at)) * 1000)::bigint`;
  return withClient(site.superuserUrl(), async (client) => {
    const { rows } = await client.query<Row>(
      `select tenant_id, 'touchpoints' as kind, id, ${instant} || ' ' || min(campaign) as content, count(*)::integer as count
       from touchpoints where tenant_id = any ($1) group by tenant_id, id
       union all
       select tenant_id, 'conversions', id, ${instant} || ' ' || min(value_minor), count(*)::integer
       from conversions where tenant_id = any ($1) group by tenant_id, id`,
      [ids],
    );
    return rows.map(({ tenant_id, kind, id, content, count }) => ({ key: keyOf(tenant_id, kind, id), content, count }));
  });
}

/** How often paths of these tenants were written so far. */
export async function countPathVersions(site: Site, tenants: readonly AuditTenant[]): Promise<number> {
  return withClient(site.superuserUrl(), async (client) => {
    const { rows } = await client.query<{ versions: string }>(
      'select coalesce(sum(version), 0) as versions from paths where tenant_id = any ($1)',
      [tenants.map(({ tenantId }) => tenantId)],
    );
    return Number(rows[0].versions);
  });
}

/** Runs statements as the superuser, each on its own. */
export async function runStatements(site: Site, statements: readonly string[]): Promise<void> {
  await withClient(site.superuserUrl(), async (client) => {
    for (const statement of statements) await client.query(statement);
  });
}
