import { SECURITY_EVENTS, type SecurityEventKind, type Severity } from '../../platform/security-events.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import type { EventFilter, SecurityEvent } from './schema.ts';

interface Row {
  id: string;
  occurred_at: Date;
  kind: SecurityEventKind;
  severity: Severity;
  actor: string;
  detail: Record<string, unknown>;
}

/** Events before this id, the newest first; ids are in the order of time. */
export async function listEvents(tx: TenantTx, filter: EventFilter, before: string | undefined, limit: number): Promise<SecurityEvent[]> {
  const rows = await tx.query<Row>({
    text: `select id, occurred_at, kind, severity, actor, detail from security_events
           where tenant_id = $1 and ($2::uuid is null or id < $2) and ($3::text[] is null or severity = any ($3))
             and ($4::text[] is null or kind = any ($4)) order by id desc limit $5`,
    values: [tx.tenantId, before ?? null, filter.severity ?? null, filter.kind ?? null, limit],
  });
  return rows.map(toEvent);
}

function toEvent({ id, occurred_at, kind, severity, actor, detail }: Row): SecurityEvent {
  return { id, occurredAt: occurred_at.toISOString(), kind, severity, text: SECURITY_EVENTS[kind].text, actor, detail };
}
