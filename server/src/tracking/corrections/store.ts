import type { TenantTx } from '../../platform/tenant-door.ts';
import { CARRIES, subjectColumns } from '../subjects/store.ts';
import type { SubjectKey } from '../subjects/schema.ts';

const NO_KEYS = `address_key = null, agent_key = null, user_key = null, email_key = null, device_key = null, click_key = null,
  connection_type = 'unknown', country = null, region = null, asn = null, player = null, list_version = null`;

interface CorrectedRow {
  occurred_at: Date;
  address_key: string | null;
  user_key: string | null;
  email_key: string | null;
  device_key: string | null;
  click_key: string | null;
}

/** An event that is to change, as far as it says which conversions that may concern. */
export interface ConcernedEvent {
  occurredAt: string;
  addressKey?: string;
  userKey?: string;
  emailKey?: string;
  deviceKey?: string;
  clickKey?: string;
}

/** A person's event of this id; undefined when the person has none. */
export async function findSubjectEvent(
  tx: TenantTx,
  keys: readonly SubjectKey[],
  table: 'touchpoints' | 'conversions',
  id: string,
): Promise<ConcernedEvent | undefined> {
  const [row] = await tx.query<CorrectedRow>({
    text: `select occurred_at, address_key, user_key, email_key, device_key, click_key from ${table}
           where tenant_id = $1 and id = $8 and ${CARRIES} limit 1 for update`,
    values: [tx.tenantId, ...subjectColumns(keys), id],
  });
  return (
    row && {
      occurredAt: row.occurred_at.toISOString(),
      addressKey: row.address_key ?? undefined,
      userKey: row.user_key ?? undefined,
      emailKey: row.email_key ?? undefined,
      deviceKey: row.device_key ?? undefined,
      clickKey: row.click_key ?? undefined,
    }
  );
}

/** Takes the identity from a person's event. */
export async function updateWithoutIdentity(
  tx: TenantTx,
  keys: readonly SubjectKey[],
  table: 'touchpoints' | 'conversions',
  id: string,
): Promise<void> {
  await tx.query({
    text: `update ${table} set ${NO_KEYS} where tenant_id = $1 and id = $8 and ${CARRIES}`,
    values: [tx.tenantId, ...subjectColumns(keys), id],
  });
}

/** What of a conversion is put right; what is left out stays. */
export interface CorrectedFields {
  kind?: string;
  valueMinor?: number;
  currency?: string;
  isNewCustomer?: boolean;
}

/** Gives a conversion that a source brought another value in its currency; false when it has that value, or is none of the source's. */
export async function updateValueOfSource(
  tx: TenantTx,
  { id, source, valueMinor, currency }: { id: string; source: string; valueMinor: number; currency: string },
): Promise<boolean> {
  const rows = await tx.query({
    text: `update conversions set value_minor = $4
           where tenant_id = $1 and id = $2 and metadata ->> 'source' = $3 and currency = $5 and value_minor <> $4 returning 1`,
    values: [tx.tenantId, id, source, valueMinor, currency],
  });
  return rows.length > 0;
}

export async function updateConversion(tx: TenantTx, id: string, { kind, valueMinor, currency, isNewCustomer }: CorrectedFields) {
  await tx.query({
    text: `update conversions set kind = coalesce($3, kind), value_minor = coalesce($4, value_minor), currency = coalesce($5, currency),
             is_new_customer = coalesce($6, is_new_customer)
           where tenant_id = $1 and id = $2`,
    values: [tx.tenantId, id, kind ?? null, valueMinor ?? null, currency ?? null, isNewCustomer ?? null],
  });
}
