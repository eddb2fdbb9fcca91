import type { TenantTx } from '../../platform/tenant-door.ts';
import type { IdentityRules } from './rules.ts';

/** The rules a tenant's paths were last built by; null where that is not on record, undefined where none was ever built. */
export async function findRules(tx: TenantTx): Promise<IdentityRules | null | undefined> {
  const [row] = await tx.query<{ rules: IdentityRules | null }>({
    text: 'select identity_rules as rules from ledger_heads where tenant_id = $1',
    values: [tx.tenantId],
  });
  return row?.rules;
}

/** Puts on record by which rules the first paths of a tenant are going to be built; what is on record stays. */
export async function insertRules(tx: TenantTx, rules: IdentityRules): Promise<void> {
  await tx.query({
    text: `insert into ledger_heads (tenant_id, at, identity_rules) values ($1, clock_timestamp(), $2) on conflict (tenant_id) do nothing`,
    values: [tx.tenantId, JSON.stringify(rules)],
  });
}

export async function updateRules(tx: TenantTx, rules: IdentityRules): Promise<void> {
  await tx.query({
    text: 'update ledger_heads set identity_rules = $2 where tenant_id = $1',
    values: [tx.tenantId, JSON.stringify(rules)],
  });
}
