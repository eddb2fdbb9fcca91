import type { AuthTx } from '../../platform/tenant-door.ts';
import type { PlatformAuditEntry } from './schema.ts';

interface EntryRow {
  seq: number;
  occurred_at: Date;
  actor: string;
  action: string;
  target: string;
  before: unknown;
  after: unknown;
  hash: Buffer;
}

/** Entries of the installation's own log before this one, newest first. */
export async function listPlatformAudit(tx: AuthTx, before: number | undefined, limit: number): Promise<PlatformAuditEntry[]> {
  const rows = await tx.query<EntryRow>({
    text: `select seq, occurred_at, actor, action, target, before, after, hash from platform_audit_log
           where $1::bigint is null or seq < $1::bigint order by seq desc limit $2`,
    values: [before ?? null, limit],
  });
  return rows.map((row) => ({
    seq: row.seq,
    occurredAt: row.occurred_at.toISOString(),
    actor: row.actor,
    action: row.action,
    target: row.target,
    before: row.before,
    after: row.after,
    hash: row.hash.toString('hex'),
  }));
}
