import type { TenantTx } from '../../platform/tenant-door.ts';
import type { Price } from './schema.ts';

interface Row {
  meter: string;
  version: number;
  set_by: 'tenant' | 'operator';
  valid_from: string;
  currency: string | null;
  unit_quantity: string | null;
  mode: 'graduated' | 'volume' | null;
  included: string | null;
  tiers: { upTo: string | null; price: string }[] | null;
  created_at: Date;
}

/** A version as it is kept, of which meter. */
export type StoredPrice = Price & { meter: string };

const COLUMNS = `meter, version, set_by, valid_from::text as valid_from, currency, trim_scale(unit_quantity)::text as unit_quantity, mode,
  trim_scale(included)::text as included, tiers, created_at`;

/** Lets nobody else set prices of this tenant until the transaction ends. */
export async function lockPrices(tx: TenantTx): Promise<void> {
  await tx.query({ text: `select pg_advisory_xact_lock(hashtextextended('prices of ' || $1, 0))`, values: [tx.tenantId] });
}

/** All versions, of one meter when named, in the order in which they were set. */
export async function listPrices(tx: TenantTx, meter?: string): Promise<StoredPrice[]> {
  const rows = await tx.query<Row>({
    text: `select ${COLUMNS} from cost_prices where tenant_id = $1 and ($2::text is null or meter = $2) order by meter, version`,
    values: [tx.tenantId, meter ?? null],
  });
  return rows.map(toPrice);
}

/** A version to be kept: everything of it that is null is so together. */
export interface PriceToKeep {
  meter: string;
  setBy: 'tenant' | 'operator';
  validFrom: string;
  terms: {
    currency: string;
    unitQuantity: string;
    mode: 'graduated' | 'volume';
    included: string;
    tiers: { upTo: string | null; price: string }[];
  } | null;
  at: Date;
  by: string;
}

/** Adds the next version of a meter. */
export async function insertPrice(tx: TenantTx, { meter, setBy, validFrom, terms, at, by }: PriceToKeep): Promise<StoredPrice> {
  const tiers = terms === null ? null : JSON.stringify(terms.tiers);
  const [row] = await tx.query<Row>({
    text: `insert into cost_prices
             (tenant_id, meter, version, set_by, valid_from, currency, unit_quantity, mode, included, tiers, created_at, created_by)
           select $1, $2, coalesce(max(version), 0) + 1, $3, $4, $5, $6, $7, $8, $9, $10, $11
           from cost_prices where tenant_id = $1 and meter = $2 returning ${COLUMNS}`,
    values: [
      tx.tenantId,
      meter,
      setBy,
      validFrom,
      terms?.currency ?? null,
      terms?.unitQuantity ?? null,
      terms?.mode ?? null,
      terms?.included ?? null,
      tiers,
      at,
      by,
    ],
  });
  return toPrice(row);
}

function toPrice(row: Row): StoredPrice {
  return {
    meter: row.meter,
    version: row.version,
    setBy: row.set_by,
    validFrom: row.valid_from,
    currency: row.currency,
    unitQuantity: row.unit_quantity,
    mode: row.mode,
    included: row.included,
    tiers: row.tiers,
    createdAt: row.created_at.toISOString(),
  };
}
