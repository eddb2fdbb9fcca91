import { newId } from './chance.ts';
import type { AuthTx, TenantTx, Transaction } from './tenant-door.ts';

/**
 * One thing somebody did: `action` is `noun.verb`, `target` what it was done to, `before` and `after` what it changed, without secrets.
 * Each of the two takes at most 16,384 bytes of JSON.
 */
export interface AuditEntry {
  actor: string;
  action: string;
  target: string;
  before?: Record<string, unknown>;
  after?: Record<string, unknown>;
}

function textOf(state: Record<string, unknown> | undefined): string | null {
  return state === undefined || Object.keys(state).length === 0 ? null : JSON.stringify(state);
}

async function append(tx: Transaction, call: string, { first, entry }: { first: string[]; entry: AuditEntry }): Promise<void> {
  const values = [...first, newId(), entry.actor, entry.action, entry.target, textOf(entry.before), textOf(entry.after)];
  await tx.query({ text: `select ${call}(${values.map((_value, place) => `$${place + 1}`).join(', ')})`, values });
}

/**
 * Writes an audit row in the caller's transaction: the act and its record are stored together or not at all. The row carries the hash of
 * the one before it in the tenant's chain; until the transaction ends, others of this tenant that record something wait.
 */
export async function recordAuditIn(tx: TenantTx, entry: AuditEntry): Promise<void> {
  await append(tx, 'append_audit', { first: [], entry });
}

/** As `recordAuditIn`, for the login that knows people: in the chain of the tenant it names. */
export async function recordAuditOfIn(tx: AuthTx, tenantId: string, entry: AuditEntry): Promise<void> {
  await append(tx, 'append_audit_of', { first: [tenantId], entry });
}

/** As `recordAuditIn`, for what operators and people do that is no one tenant's: in the installation's own chain. */
export async function recordPlatformAuditIn(tx: AuthTx, entry: AuditEntry): Promise<void> {
  await append(tx, 'append_platform_audit', { first: [], entry });
}

/** What an operator does to a tenant, as the installation's own log tells it. */
export type Deed = Pick<AuditEntry, 'actor' | 'action' | 'after'>;

/**
 * As `recordPlatformAuditIn`, in the transaction of the tenant that something is done to: the deed and its rows in both logs are kept
 * together or not at all. Call it last, since whoever else writes to the installation's log waits until the transaction ends.
 */
export async function recordDeedIn(tx: TenantTx, { actor, action, after }: Deed): Promise<void> {
  const values = [newId(), actor, action, textOf(after)];
  await tx.query({ text: 'select append_platform_audit_here($1, $2, $3, $4)', values });
}
