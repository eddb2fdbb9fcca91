import type { AuthTx, TenantTx } from '../../platform/tenant-door.ts';
import type { FlagName, Turn } from './registry.ts';

interface TurnRow {
  flag: string;
  enabled: boolean;
  expires_at: Date | null;
}

/** What was said of each flag for the tenant itself and for its tier. */
export interface Said {
  tenant: Map<string, Turn>;
  tier: Map<string, Turn>;
}

function byFlag(rows: TurnRow[]): Map<string, Turn> {
  return new Map(rows.map(({ flag, enabled, expires_at: expiresAt }) => [flag, { enabled, expiresAt }]));
}

export async function findTurns(tx: TenantTx): Promise<Said> {
  const tenant = await tx.query<TurnRow>({
    text: 'select flag, enabled, expires_at from flag_overrides where tenant_id = $1',
    values: [tx.tenantId],
  });
  const tier = await tx.query<TurnRow>({
    text: 'select flag, enabled, expires_at from tier_flags where tier = (select tier from tenants where tenant_id = $1)',
    values: [tx.tenantId],
  });
  return { tenant: byFlag(tenant), tier: byFlag(tier) };
}

export async function upsertTurn(tx: TenantTx, flag: FlagName, turn: Turn): Promise<void> {
  await tx.query({
    text: `insert into flag_overrides (tenant_id, flag, enabled, expires_at) values ($1, $2, $3, $4)
           on conflict (tenant_id, flag) do update set enabled = excluded.enabled, expires_at = excluded.expires_at`,
    values: [tx.tenantId, flag, turn.enabled, turn.expiresAt],
  });
}

export async function deleteTurn(tx: TenantTx, flag: FlagName): Promise<void> {
  await tx.query({ text: 'delete from flag_overrides where tenant_id = $1 and flag = $2', values: [tx.tenantId, flag] });
}

export async function findTierTurn(tx: AuthTx, tier: string, flag: FlagName): Promise<Turn | undefined> {
  const rows = await tx.query<TurnRow>({
    text: 'select flag, enabled, expires_at from tier_flags where tier = $1 and flag = $2 for update',
    values: [tier, flag],
  });
  return byFlag(rows).get(flag);
}

/** What was said of each flag for each tier, by tier. */
export async function findTierTurns(tx: AuthTx): Promise<Map<string, Map<string, Turn>>> {
  const rows = await tx.query<TurnRow & { tier: string }>({ text: 'select tier, flag, enabled, expires_at from tier_flags', values: [] });
  const tiers = Map.groupBy(rows, ({ tier }) => tier);
  return new Map([...tiers].map(([tier, said]) => [tier, byFlag(said)]));
}

export async function upsertTierTurn(tx: AuthTx, tier: string, flag: FlagName, turn: Turn): Promise<void> {
  await tx.query({
    text: `insert into tier_flags (tier, flag, enabled, expires_at) values ($1, $2, $3, $4)
           on conflict (tier, flag) do update set enabled = excluded.enabled, expires_at = excluded.expires_at`,
    values: [tier, flag, turn.enabled, turn.expiresAt],
  });
}

export async function deleteTierTurn(tx: AuthTx, tier: string, flag: FlagName): Promise<void> {
  await tx.query({ text: 'delete from tier_flags where tier = $1 and flag = $2', values: [tier, flag] });
}
