import { newId } from './chance.ts';
import type { TenantTx } from './tenant-door.ts';

/** One thing somebody did: `action` is `noun.verb`, `subject` what it was done to, `detail` what changed, without secrets. */
export interface AuditEntry {
  actor: string;
  action: string;
  subject: string;
  detail?: Record<string, unknown>;
}

/** Writes an audit row in the caller's transaction: the act and its record are stored together or not at all. */
export async function recordAuditIn(tx: TenantTx, entry: AuditEntry): Promise<void> {
  await tx.query({
    text: 'insert into audit_log (tenant_id, id, actor, action, subject, detail) values ($1, $2, $3, $4, $5, $6)',
    values: [tx.tenantId, newId(), entry.actor, entry.action, entry.subject, JSON.stringify(entry.detail ?? {})],
  });
}
