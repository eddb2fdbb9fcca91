import { newId } from './chance.ts';
import type { AuthTx, TenantTx, Transaction } from './tenant-door.ts';
import { queueForTenant } from './webhook-queue.ts';

/** How bad an event may be, from the least. */
export const SEVERITIES = ['info', 'low', 'medium', 'high'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Every kind of security event: how bad it is unless whoever records it says otherwise, and what it means, for people. */
export const SECURITY_EVENTS = {
  sign_in_failed: { severity: 'low', text: 'A sign-in failed: the password or the second factor was wrong.' },
  sign_in_locked: { severity: 'high', text: 'Sign-in was locked for a while after too many failures.' },
  new_device: { severity: 'medium', text: 'A person signed in from a device that was not seen before.' },
  sessions_revoked: { severity: 'info', text: 'Sessions of a person were ended.' },
  password_changed: { severity: 'medium', text: 'A password was changed or reset.' },
  email_changed: { severity: 'medium', text: 'The e-mail address of a person was changed.' },
  mfa_changed: { severity: 'medium', text: 'A second factor was added, removed or made anew.' },
  mfa_locked: { severity: 'high', text: 'A second factor was locked after too many wrong codes.' },
  recovery_code_used: { severity: 'medium', text: 'A recovery code took the place of a second factor.' },
  member_joined: { severity: 'info', text: 'Somebody accepted an invitation and is a member now.' },
  member_removed: { severity: 'medium', text: 'A member was removed, or left.' },
  member_role_changed: { severity: 'medium', text: 'A member got another role.' },
  api_key_new_network: { severity: 'medium', text: 'An API key was used from a network that it was not used from before.' },
  api_key_refused: { severity: 'medium', text: 'A genuine API key was refused: it is revoked, outlived, or not for that address.' },
  scope_denied: { severity: 'low', text: 'A key, a token or a person asked for something that it may not do.' },
  cross_tenant_attempt: { severity: 'high', text: "Somebody asked for another tenant by its id with this tenant's credentials." },
  refresh_reuse: { severity: 'high', text: 'A refresh token was used a second time, so every token of its family was revoked.' },
  webhook_disabled: { severity: 'medium', text: 'A webhook was disabled because its receiver is gone or failed for days.' },
  quota_reached: { severity: 'low', text: 'A quota is reached in part or whole.' },
  paths_differ: { severity: 'high', text: 'A nightly check found stored paths, or sums over them, that are not what the events come to.' },
  anomaly_found: { severity: 'low', text: 'Something is unusual in the figures of a day or an hour.' },
  event_flood: { severity: 'high', text: 'So many events of one kind came within an hour that no more of them are stored.' },
} as const satisfies Record<string, { severity: Severity; text: string }>;
export type SecurityEventKind = keyof typeof SECURITY_EVENTS;

/** Something that bears on a tenant's safety: `actor` as in the audit log, `detail` without secrets, 4,096 bytes of JSON at most. */
export interface SecurityEvent {
  kind: SecurityEventKind;
  /** The kind's own by default. */
  severity?: Severity;
  actor: string;
  detail?: Record<string, unknown>;
}

/** Of one kind and tenant: whoever can cause events must not be able to fill the table. */
const EVENTS_PER_HOUR = 200;

/** Stores an event and queues it for the webhooks that want it, unless there are `limit` of its kind within the hour. */
async function insertBelow(tx: Transaction, tenantId: string, event: SecurityEvent, limit: number): Promise<boolean> {
  const { kind, severity = SECURITY_EVENTS[kind].severity, actor, detail = {} } = event;
  const id = newId();
  const [stored] = await tx.query<{ occurred_at: Date }>({
    text: `insert into security_events (tenant_id, id, kind, severity, actor, detail) select $1, $2, $3, $4, $5, $6
           where (select count(*) from (
             select 1 from security_events
             where tenant_id = $1 and kind = $3 and occurred_at > now() - interval '1 hour' limit $7
           ) as recent) < $7 returning occurred_at`,
    values: [tenantId, id, kind, severity, actor, JSON.stringify(detail), limit],
  });
  if (!stored) return false;
  const data = { id, tenant: tenantId, kind, severity, text: SECURITY_EVENTS[kind].text, actor, detail };
  await queueForTenant(tx, tenantId, { type: `security.${kind}`, occurredAt: stored.occurred_at, data }, severity);
  return true;
}

/** What comes beyond the limit is not stored; one event an hour tells of it. */
async function insertEvent(tx: Transaction, tenantId: string, event: SecurityEvent): Promise<void> {
  if (await insertBelow(tx, tenantId, event, EVENTS_PER_HOUR)) return;
  await insertBelow(tx, tenantId, { kind: 'event_flood', actor: 'system', detail: { kind: event.kind } }, 1);
}

/** Records a security event of the transaction's tenant; about 200 of a kind within an hour are kept. */
export async function recordSecurityEventIn(tx: TenantTx, event: SecurityEvent): Promise<void> {
  await insertEvent(tx, tx.tenantId, event);
}

/** As `recordSecurityEventIn`, for the login that knows people: with the tenant it names. */
export async function recordSecurityEventOfIn(tx: AuthTx, tenantId: string, event: SecurityEvent): Promise<void> {
  await insertEvent(tx, tenantId, event);
}

/** Records what happened to a person in every tenant the person belongs to, so that each tenant's administrators see it. */
export async function recordPersonEventIn(tx: AuthTx, personId: string, event: SecurityEvent): Promise<void> {
  const tenants = await tx.query<{ tenant_id: string }>({ text: 'select tenant_id from members where person_id = $1', values: [personId] });
  for (const { tenant_id } of tenants) await insertEvent(tx, tenant_id, event);
}
