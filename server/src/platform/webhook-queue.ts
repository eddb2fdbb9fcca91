import { newId } from './chance.ts';
import type { TenantTx, Transaction } from './tenant-door.ts';

/** What a tenant's webhooks are told: `type` is `noun.verb` or `security.<kind>`; `data` without secrets. */
export interface WebhookMessage {
  type: string;
  occurredAt: Date;
  data: Record<string, unknown>;
}

/** Types that a webhook gets only when it names them, or all. */
export const OTHER_TYPES = ['audit.checkpoint', 'cost.alert'] as const;

const RANKS = { info: 0, low: 1, medium: 2, high: 3 };

/** The body that is sent, and signed: the payload of Standard Webhooks 1.0. */
export function webhookBody({ type, occurredAt, data }: WebhookMessage): string {
  return JSON.stringify({ type, timestamp: occurredAt.toISOString(), data });
}

/**
 * Queues a message for every webhook of a tenant that wants it, in the caller's transaction: what is undone is told to nobody. A severity
 * keeps it from webhooks that want only worse.
 */
export async function queueForTenant(
  tx: Transaction,
  tenantId: string,
  message: WebhookMessage,
  severity?: keyof typeof RANKS,
): Promise<void> {
  const wanted = Object.entries(RANKS).filter(([, rank]) => severity === undefined || rank <= RANKS[severity]);
  const webhooks = await tx.query<{ id: string }>({
    text: `select id from webhooks where tenant_id = $1 and disabled_at is null
             and (cardinality(types) = 0 or $2 = any (types)) and min_severity = any ($3)`,
    values: [tenantId, message.type, wanted.map(([name]) => name)],
  });
  for (const { id } of webhooks) await insertDelivery(tx, tenantId, id, message);
}

async function insertDelivery(tx: Transaction, tenantId: string, webhookId: string, message: WebhookMessage): Promise<string> {
  const id = newId();
  await tx.query({
    text: 'insert into webhook_deliveries (tenant_id, id, webhook_id, type, body) values ($1, $2, $3, $4, $5)',
    values: [tenantId, id, webhookId, message.type, webhookBody(message)],
  });
  return id;
}

/** As `queueForTenant`, for the transaction's tenant. */
export async function queueWebhooksIn(tx: TenantTx, message: WebhookMessage): Promise<void> {
  await queueForTenant(tx, tx.tenantId, message);
}

/** Queues a message for one webhook, whatever it wants; resolves with the delivery's id. */
export async function queueForWebhookIn(tx: TenantTx, webhookId: string, message: WebhookMessage): Promise<string> {
  return insertDelivery(tx, tx.tenantId, webhookId, message);
}
