import type { TenantTx } from '../../platform/tenant-door.ts';
import type { Prices } from './schema.ts';

/** Which of a tenant's own prices: of a model at one of its providers. */
export interface PricedModel {
  provider: string;
  model: string;
}

/** The price of the tenant's own that holds at an instant; undefined when it has none then. */
export async function findPriceVersion(tx: TenantTx, { provider, model }: PricedModel, at: Date): Promise<Prices | undefined> {
  const [row] = await tx.query<{ prices: Prices | null }>({
    text: `select prices from price_versions where tenant_id = $1 and provider = $2 and model = $3 and valid_from <= $4
           order by valid_from desc limit 1`,
    values: [tx.tenantId, provider, model, at],
  });
  return row?.prices ?? undefined;
}

/** The models of a provider that have a price of the tenant's own at an instant. */
export async function listPricedModels(tx: TenantTx, provider: string, at: Date): Promise<Map<string, Prices>> {
  const rows = await tx.query<{ model: string; prices: Prices | null }>({
    text: `select distinct on (model) model, prices from price_versions where tenant_id = $1 and provider = $2 and valid_from <= $3
           order by model, valid_from desc`,
    values: [tx.tenantId, provider, at],
  });
  return new Map(rows.flatMap(({ model, prices }) => (prices === null ? [] : [[model, prices] as const])));
}

/** Adds a version; of two in the same instant, the later one holds. */
export async function insertPriceVersion(tx: TenantTx, priced: PricedModel, prices: Prices | null, at: Date): Promise<void> {
  await tx.query({
    text: `insert into price_versions (tenant_id, provider, model, valid_from, prices) values ($1, $2, $3, $4, $5)
           on conflict (tenant_id, provider, model, valid_from) do update set prices = excluded.prices`,
    values: [tx.tenantId, priced.provider, priced.model, at, prices],
  });
}
