import { newId } from './chance.ts';
import type { AuthTx, TenantTx } from './tenant-door.ts';

export type Severity = 'info' | 'low' | 'medium' | 'high';

/** Something that bears on a tenant's safety: `kind` in snake_case, `actor` as in the audit log, `detail` without secrets (4,096 bytes). */
export interface SecurityEvent {
  kind: string;
  severity: Severity;
  actor: string;
  detail?: Record<string, unknown>;
}

/** Records a security event of the transaction's tenant. */
export async function recordSecurityEventIn(tx: TenantTx, { kind, severity, actor, detail }: SecurityEvent): Promise<void> {
  await tx.query({
    text: 'insert into security_events (tenant_id, id, kind, severity, actor, detail) values ($1, $2, $3, $4, $5, $6)',
    values: [tx.tenantId, newId(), kind, severity, actor, JSON.stringify(detail ?? {})],
  });
}

/** Records what happened to a person in every tenant the person belongs to, so that each tenant's administrators see it. */
export async function recordPersonEventIn(tx: AuthTx, personId: string, { kind, severity, actor, detail }: SecurityEvent): Promise<void> {
  const tenants = await tx.query<{ tenant_id: string }>({ text: 'select tenant_id from members where person_id = $1', values: [personId] });
  for (const { tenant_id } of tenants) {
    await tx.query({
      text: 'insert into security_events (tenant_id, id, kind, severity, actor, detail) values ($1, $2, $3, $4, $5, $6)',
      values: [tenant_id, newId(), kind, severity, actor, JSON.stringify(detail ?? {})],
    });
  }
}
