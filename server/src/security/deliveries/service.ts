import { recordAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { createGate } from '../../platform/gate.ts';
import { OutboundError } from '../../platform/outbound-error.ts';
import { type Page, pageOf, type PageRequest, strayCursor } from '../../platform/paging.ts';
import { type Rounds, startRounds } from '../../platform/rounds.ts';
import { recordSecurityEventIn } from '../../platform/security-events.ts';
import { inDirectory, inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { unsealForTenant } from '../../platform/vault.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { listRestingTenantsIn } from '../../tenants/lifecycle/service.ts';
import { secretPlace, signatures } from '../webhooks/rules.ts';
import { meaningOf, pauseAfter, retryAfterSeconds } from './rules.ts';
import type { Delivery } from './schema.ts';
import {
  type Claimed,
  claimDue,
  deleteFinished,
  disableWebhook,
  failWaiting,
  findDelivery,
  hasTakenSince,
  hasWebhook,
  listDeliveries as listStored,
  listTenantsWithDue,
  updateOutcome,
} from './store.ts';

const LOOK_EVERY_MS = 1_000;
const TIMEOUT_MS = 15_000;
/** A message that is being sent is nobody else's for so long; longer than a try can take. */
const LEASE_SECONDS = 60;
const BATCH = 10;
const TENANTS_AT_ONCE = 8;
const KEPT_DAYS = 30;
const MOST_ANSWER_BYTES = 1024 * 1024;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** How a try ended. */
interface Tried {
  meaning: ReturnType<typeof meaningOf>;
  answered: number | null;
  fault: string | null;
  retryAfter?: number | undefined;
}

/** A delivery that the transaction's tenant has. */
export async function findDeliveryIn(tx: TenantTx, id: string): Promise<Delivery> {
  const found = await findDelivery(tx, id);
  if (!found) throw new Error(`the delivery ${id} is gone`);
  return found;
}

/** Gives up what waits for a webhook. */
export async function failWaitingIn(tx: TenantTx, webhookId: string, fault: string): Promise<void> {
  await failWaiting(tx, webhookId, fault);
}

/**
 * What was sent to a webhook within 30 days, and what waits, the newest first.
 * @throws AppError `forbidden`; `not_found`; `invalid_request` for a cursor that did not come from an answer.
 */
export async function listDeliveries(context: Context, actor: Actor, webhookId: string, page: PageRequest): Promise<Page<Delivery>> {
  authorize(actor, 'webhooks.read');
  if (page.after !== undefined && !UUID.test(page.after)) throw strayCursor();
  const rows = await inTenant(context.db, actor.tenantId, async (tx) => {
    if (!(await hasWebhook(tx, webhookId))) throw new AppError('not_found', 'There is no such webhook.');
    return listStored(tx, webhookId, page.after, page.limit + 1);
  });
  return pageOf(rows, page.limit, ({ id }) => id);
}

async function secretsOf(context: Context, tenantId: string, { webhookId, sealedSecrets }: Claimed): Promise<Buffer[]> {
  const opened = await Promise.all(sealedSecrets.map((sealed) => unsealForTenant(context, { tenantId }, secretPlace(webhookId), sealed)));
  const secrets = opened.filter((one) => one !== undefined);
  if (secrets.length === 0) throw new Error('the secret of a webhook cannot be opened');
  return secrets;
}

async function attempt(context: Context, tenantId: string, claimed: Claimed): Promise<Tried> {
  const { id, url, body } = claimed;
  const secrets = await secretsOf(context, tenantId, claimed);
  const timestamp = Math.floor(context.clock() / 1_000);
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signatures(secrets, { id, timestamp, body }),
  };
  try {
    const request = { url, method: 'POST', headers, body, timeoutMs: TIMEOUT_MS, maxBytes: MOST_ANSWER_BYTES };
    const { status, headers: answer } = await context.outbound.send(request);
    const meaning = meaningOf(status);
    const fault = meaning === 'delivered' ? null : `the receiver answered ${status}`;
    return { meaning, answered: status, fault, retryAfter: retryAfterSeconds(answer['retry-after'], context.clock()) };
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error;
    return { meaning: 'failed', answered: null, fault: error.message.slice(0, 300) };
  }
}

async function disableIn(tx: TenantTx, webhookId: string, because: 'gone' | 'failing'): Promise<void> {
  if (!(await disableWebhook(tx, webhookId, because))) return;
  await failWaiting(tx, webhookId, 'the webhook is disabled');
  await recordAuditIn(tx, { actor: 'system', action: 'webhook.disable', target: webhookId, after: { because } });
  await recordSecurityEventIn(tx, { kind: 'webhook_disabled', actor: 'system', detail: { webhookId, because } });
}

async function settle(context: Context, tenantId: string, claimed: Claimed, tried: Tried): Promise<void> {
  const { id, webhookId, attempts } = claimed;
  const { meaning, answered, fault } = tried;
  const pause = meaning === 'failed' ? pauseAfter(attempts, tried.retryAfter) : undefined;
  const status = meaning === 'delivered' ? 'delivered' : pause === undefined ? 'failed' : 'waiting';
  await inTenant(context.db, tenantId, async (tx) => {
    await updateOutcome(tx, id, { status, answered, fault, pauseSeconds: pause ?? 0 });
    if (meaning === 'gone') await disableIn(tx, webhookId, 'gone');
    else if (status === 'failed' && !(await hasTakenSince(tx, webhookId, id))) await disableIn(tx, webhookId, 'failing');
  });
}

/**
 * Sends what is due of one tenant. A message that fails is tried ten times over 75 hours, later when the receiver asks for it; a receiver
 * that answers 410, or takes nothing in all that time, has its webhook disabled, which leaves a security event.
 */
export async function deliverTenant(context: Context, _actor: 'system', tenantId: string, signal?: AbortSignal): Promise<void> {
  while (signal?.aborted !== true) {
    const claimed = await inTenant(context.db, tenantId, (tx) => claimDue(tx, BATCH, LEASE_SECONDS));
    await Promise.all(claimed.map(async (one) => settle(context, tenantId, one, await attempt(context, tenantId, one))));
    if (claimed.length < BATCH) break;
  }
  await inTenant(context.db, tenantId, (tx) => deleteFinished(tx, KEPT_DAYS));
}

/** Sends what webhooks are to be told, in the background, until `close`; one tenant's slow receivers hold up no other tenant for long. */
export function startWebhooks(context: Context, actor: 'system'): Rounds {
  const gate = createGate({ perOwner: 1, inAll: TENANTS_AT_ONCE });
  const running = new Map<string, Promise<void>>();

  function begin(tenantId: string, signal: AbortSignal): void {
    if (running.has(tenantId)) return;
    const work = gate
      .run(tenantId, () => deliverTenant(context, actor, tenantId, signal))
      .catch((error: unknown) => context.log.warn({ err: error, tenantId }, 'webhooks could not be told; it is tried again shortly'))
      .finally(() => running.delete(tenantId));
    running.set(tenantId, work);
  }

  const rounds = startRounds(
    async (signal) => {
      const awake = await inDirectory(context.db, async (tx) => {
        const resting = await listRestingTenantsIn(tx);
        return (await listTenantsWithDue(tx)).filter((tenantId) => !resting.has(tenantId));
      });
      for (const tenantId of awake) begin(tenantId, signal);
    },
    { everyMs: LOOK_EVERY_MS, failure: 'webhooks could not be looked up; they are looked up again shortly', log: context.log },
  );
  return {
    close: async () => {
      await rounds.close();
      await Promise.all(running.values());
    },
  };
}
