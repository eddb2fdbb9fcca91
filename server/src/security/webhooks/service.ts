import { recordAuditIn } from '../../platform/audit.ts';
import { newId, randomSecret } from '../../platform/chance.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { sealForTenant } from '../../platform/vault.ts';
import { queueForWebhookIn } from '../../platform/webhook-queue.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { requireEnabledIn } from '../../tenants/flags/service.ts';
import { findDeliveryIn, failWaitingIn } from '../deliveries/service.ts';
import { Delivery } from '../deliveries/schema.ts';
import { onceIn } from '../idempotency/service.ts';
import { refuseTokens } from '../presence/rules.ts';
import { inTenantAs } from '../presence/service.ts';
import { audited, MOST_WEBHOOKS, OVERLAP_HOURS, SECRET_BYTES, secretPlace, secretText } from './rules.ts';
import { type NewWebhook, type Webhook, type WebhookChange, WebhookWithSecret } from './schema.ts';
import {
  countWebhooks,
  deleteWebhook as deleteStored,
  insertWebhook,
  listWebhooks as listStored,
  lockWebhook,
  updateDisabled,
  updateSecret,
  updateTerms,
} from './store.ts';

function absent(): AppError {
  return new AppError('not_found', 'There is no such webhook.');
}

/** A fresh secret, sealed before any transaction is open: sealing may need one of its own. */
async function freshSecret(context: Context, { tenantId }: Actor, id: string) {
  const secret = randomSecret(SECRET_BYTES);
  return { text: secretText(secret), sealed: await sealForTenant(context, { tenantId }, secretPlace(id), secret) };
}

async function lockIn(tx: TenantTx, id: string): Promise<Webhook> {
  const found = await lockWebhook(tx, id);
  if (!found) throw absent();
  return found;
}

/**
 * Creates a webhook of the actor's tenant; the secret in the answer is the only copy.
 * @throws AppError `forbidden`, also where the flag `webhooks` is off; `conflict` when the tenant has 20 already; what `onceIn` throws.
 */
export async function createWebhook(context: Context, actor: Actor, input: NewWebhook, key?: string): Promise<WebhookWithSecret> {
  authorize(actor, 'webhooks.write');
  refuseTokens(actor);
  const id = newId();
  const secret = await freshSecret(context, actor, id);
  return inTenantAs(context, actor, 'webhooks.write', (tx) => {
    const create = async () => {
      await requireEnabledIn(context, tx, 'webhooks');
      if ((await countWebhooks(tx)) >= MOST_WEBHOOKS)
        throw new AppError('conflict', `A tenant has at most ${MOST_WEBHOOKS} webhooks; delete one first.`);
      const created = await insertWebhook(tx, id, input, secret.sealed);
      await recordAuditIn(tx, { actor: actor.name, action: 'webhook.create', target: id, after: audited(input) });
      return { ...created, secret: secret.text };
    };
    if (key === undefined) return create();
    const request = { principal: actor.name, route: 'POST /security/webhooks', key, body: input, answer: WebhookWithSecret };
    return onceIn(context, tx, request, create);
  });
}

/** The webhooks of the actor's tenant, oldest first; never their secrets. @throws AppError `forbidden`. */
export async function listWebhooks(context: Context, actor: Actor): Promise<Webhook[]> {
  authorize(actor, 'webhooks.read');
  return inTenant(context.db, actor.tenantId, listStored);
}

/** One webhook. @throws AppError `forbidden`; `not_found`. */
export async function getWebhook(context: Context, actor: Actor, id: string): Promise<Webhook> {
  authorize(actor, 'webhooks.read');
  return inTenant(context.db, actor.tenantId, (tx) => lockIn(tx, id));
}

function termsOf({ url, description, types, minSeverity }: NewWebhook): NewWebhook {
  return { url, description, types, minSeverity };
}

/**
 * Changes a webhook, disables it or enables it again. What waits for one that is disabled is not sent any more.
 * @throws AppError `forbidden`; `not_found`.
 */
export async function changeWebhook(context: Context, actor: Actor, id: string, change: WebhookChange): Promise<Webhook> {
  authorize(actor, 'webhooks.write');
  return inTenantAs(context, actor, 'webhooks.write', async (tx) => {
    const webhook = await lockIn(tx, id);
    refuseTokens(actor);
    const { isEnabled = webhook.isEnabled, ...terms } = change;
    await updateTerms(tx, id, { ...termsOf(webhook), ...terms });
    if (isEnabled !== webhook.isEnabled) await updateDisabled(tx, id, isEnabled ? null : 'by_hand');
    if (!isEnabled) await failWaitingIn(tx, id, 'the webhook is disabled');
    const before = Object.fromEntries(Object.keys(change).map((name) => [name, webhook[name as keyof WebhookChange]]));
    await recordAuditIn(tx, { actor: actor.name, action: 'webhook.change', target: id, before: audited(before), after: audited(change) });
    return lockIn(tx, id);
  });
}

/**
 * Gives a webhook a new secret. For 24 hours messages are signed with the one before as well, and no longer with older ones.
 * @throws AppError `forbidden`; `not_found`; what `onceIn` throws.
 */
export async function rotateWebhookSecret(context: Context, actor: Actor, id: string, key?: string): Promise<WebhookWithSecret> {
  authorize(actor, 'webhooks.write');
  const secret = await freshSecret(context, actor, id);
  return inTenantAs(context, actor, 'webhooks.write', (tx) => {
    const rotate = async () => {
      await lockIn(tx, id);
      refuseTokens(actor);
      await updateSecret(tx, id, secret.sealed, OVERLAP_HOURS);
      await recordAuditIn(tx, { actor: actor.name, action: 'webhook.rotate', target: id });
      return { ...(await lockIn(tx, id)), secret: secret.text };
    };
    if (key === undefined) return rotate();
    const route = `POST /security/webhooks/${id}/rotate`;
    return onceIn(context, tx, { principal: actor.name, route, key, body: {}, answer: WebhookWithSecret }, rotate);
  });
}

/** Deletes a webhook with what waits for it, and the record of what was sent. @throws AppError `forbidden`; `not_found`. */
export async function deleteWebhook(context: Context, actor: Actor, id: string): Promise<void> {
  authorize(actor, 'webhooks.write');
  await inTenantAs(context, actor, 'webhooks.write', async (tx) => {
    const { url } = await lockIn(tx, id);
    await deleteStored(tx, id);
    await recordAuditIn(tx, { actor: actor.name, action: 'webhook.delete', target: id, before: audited({ url }) });
  });
}

/**
 * Queues a message of the type `webhook.ping` for one webhook, which its deliveries then tell about.
 * @throws AppError `forbidden`; `not_found`; `conflict` while the webhook is disabled; what `onceIn` throws.
 */
export async function pingWebhook(context: Context, actor: Actor, id: string, key?: string): Promise<Delivery> {
  authorize(actor, 'webhooks.write');
  return inTenantAs(context, actor, 'webhooks.write', (tx) => {
    const ping = async () => {
      const { isEnabled } = await lockIn(tx, id);
      if (!isEnabled) throw new AppError('conflict', 'This webhook is disabled; enable it first.');
      const message = { type: 'webhook.ping', occurredAt: new Date(context.clock()), data: { webhook: id, tenant: tx.tenantId } };
      const deliveryId = await queueForWebhookIn(tx, id, message);
      await recordAuditIn(tx, { actor: actor.name, action: 'webhook.ping', target: id });
      return findDeliveryIn(tx, deliveryId);
    };
    if (key === undefined) return ping();
    const route = `POST /security/webhooks/${id}/ping`;
    return onceIn(context, tx, { principal: actor.name, route, key, body: {}, answer: Delivery }, ping);
  });
}
