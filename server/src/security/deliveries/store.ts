import type { DirectoryTx, TenantTx } from '../../platform/tenant-door.ts';
import type { Delivery } from './schema.ts';

interface Row {
  id: string;
  webhook_id: string;
  type: string;
  status: Delivery['status'];
  attempts: number;
  due_at: Date;
  answered: number | null;
  fault: string | null;
  created_at: Date;
  finished_at: Date | null;
}

/** A message that this process alone may send for now. */
export interface Claimed {
  id: string;
  webhookId: string;
  attempts: number;
  body: string;
  url: string;
  sealedSecrets: Buffer[];
}

/** What became of a try. */
export interface Outcome {
  status: Delivery['status'];
  answered: number | null;
  fault: string | null;
  /** Until the next try, of a message that still waits. */
  pauseSeconds: number;
}

const COLUMNS = 'id, webhook_id, type, status, attempts, due_at, answered, fault, created_at, finished_at';

/** Tenants with a message that is due. */
export async function listTenantsWithDue(tx: DirectoryTx): Promise<string[]> {
  const rows = await tx.query<{ tenant_id: string }>({
    text: `select distinct tenant_id from webhook_deliveries where status = 'waiting' and due_at <= now()`,
  });
  return rows.map(({ tenant_id }) => tenant_id);
}

/** Takes messages that are due, the oldest first; the try is counted before it begins. */
export async function claimDue(tx: TenantTx, limit: number, leaseSeconds: number): Promise<Claimed[]> {
  const rows = await tx.query<{
    id: string;
    webhook_id: string;
    attempts: number;
    body: string;
    url: string;
    sealed_secret: Buffer;
    sealed_previous_secret: Buffer | null;
  }>({
    text: `update webhook_deliveries d set attempts = attempts + 1, due_at = now() + make_interval(secs => $3)
           from webhooks w
           where w.tenant_id = $1 and d.tenant_id = $1 and w.id = d.webhook_id and d.id in (
             select id from webhook_deliveries where tenant_id = $1 and status = 'waiting' and due_at <= now()
             order by due_at limit $2 for update skip locked
           )
           returning d.id, d.webhook_id, d.attempts, d.body, w.url, w.sealed_secret,
             case when w.previous_until > now() then w.sealed_previous_secret end as sealed_previous_secret`,
    values: [tx.tenantId, limit, leaseSeconds],
  });
  return rows.map(({ id, webhook_id, attempts, body, url, sealed_secret, sealed_previous_secret }) => ({
    id,
    webhookId: webhook_id,
    attempts,
    body,
    url,
    sealedSecrets: sealed_previous_secret === null ? [sealed_secret] : [sealed_secret, sealed_previous_secret],
  }));
}

/** Writes down what became of a try, unless the message was given up meanwhile. */
export async function updateOutcome(tx: TenantTx, id: string, outcome: Outcome): Promise<void> {
  const { status, answered, fault, pauseSeconds } = outcome;
  await tx.query({
    text: `update webhook_deliveries set status = $3, answered = $4, fault = $5, due_at = now() + make_interval(secs => $6),
             finished_at = case when $3 = 'waiting' then null else now() end
           where tenant_id = $1 and id = $2 and status = 'waiting'`,
    values: [tx.tenantId, id, status, answered, fault, pauseSeconds],
  });
}

export async function failWaiting(tx: TenantTx, webhookId: string, fault: string): Promise<void> {
  await tx.query({
    text: `update webhook_deliveries set status = 'failed', fault = $3, finished_at = now()
           where tenant_id = $1 and webhook_id = $2 and status = 'waiting'`,
    values: [tx.tenantId, webhookId, fault],
  });
}

/** Whether the webhook took a message since this one was queued. */
export async function hasTakenSince(tx: TenantTx, webhookId: string, deliveryId: string): Promise<boolean> {
  const rows = await tx.query({
    text: `select 1 from webhook_deliveries d join webhook_deliveries mine on mine.tenant_id = $1 and mine.id = $3
           where d.tenant_id = $1 and d.webhook_id = $2 and d.status = 'delivered' and d.finished_at > mine.created_at limit 1`,
    values: [tx.tenantId, webhookId, deliveryId],
  });
  return rows.length > 0;
}

/** Disables a webhook that is not disabled yet; tells whether it was this that did. */
export async function disableWebhook(tx: TenantTx, webhookId: string, because: 'gone' | 'failing'): Promise<boolean> {
  const rows = await tx.query({
    text: `update webhooks set disabled_at = now(), disabled_because = $3
           where tenant_id = $1 and id = $2 and disabled_at is null returning 1`,
    values: [tx.tenantId, webhookId, because],
  });
  return rows.length === 1;
}

export async function deleteFinished(tx: TenantTx, days: number): Promise<void> {
  await tx.query({
    text: `delete from webhook_deliveries where tenant_id = $1 and status <> 'waiting' and finished_at < now() - make_interval(days => $2)`,
    values: [tx.tenantId, days],
  });
}

export async function hasWebhook(tx: TenantTx, id: string): Promise<boolean> {
  const rows = await tx.query({ text: 'select 1 from webhooks where tenant_id = $1 and id = $2', values: [tx.tenantId, id] });
  return rows.length === 1;
}

/** Deliveries of a webhook before this id, the newest first; ids are in the order of time. */
export async function listDeliveries(tx: TenantTx, webhookId: string, before: string | undefined, limit: number): Promise<Delivery[]> {
  const rows = await tx.query<Row>({
    text: `select ${COLUMNS} from webhook_deliveries
           where tenant_id = $1 and webhook_id = $2 and ($3::uuid is null or id < $3) order by id desc limit $4`,
    values: [tx.tenantId, webhookId, before ?? null, limit],
  });
  return rows.map(toDelivery);
}

export async function findDelivery(tx: TenantTx, id: string): Promise<Delivery | undefined> {
  const [row] = await tx.query<Row>({
    text: `select ${COLUMNS} from webhook_deliveries where tenant_id = $1 and id = $2`,
    values: [tx.tenantId, id],
  });
  return row && toDelivery(row);
}

function toDelivery(row: Row): Delivery {
  return {
    id: row.id,
    webhookId: row.webhook_id,
    type: row.type,
    status: row.status,
    attempts: row.attempts,
    nextAttemptAt: row.status === 'waiting' ? row.due_at.toISOString() : null,
    answered: row.answered,
    fault: row.fault,
    createdAt: row.created_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
  };
}
