import { recordAuditIn } from '../../platform/audit.ts';
import { newId } from '../../platform/chance.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { type Page, pageOf, type PageRequest, strayCursor } from '../../platform/paging.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { isKeyId } from '../apikeys/rules.ts';
import { refuseStrongerKeysIn } from '../apikeys/service.ts';
import { onceIn } from '../idempotency/service.ts';
import { forgetKeys } from '../keyuse/service.ts';
import { refuseTokens } from '../presence/rules.ts';
import { inTenantAs } from '../presence/service.ts';
import { type NewServiceAccount, ServiceAccount, type ServiceAccountChange } from './schema.ts';
import { insertServiceAccount, listServiceAccounts as listAccounts, lockServiceAccount, updateServiceAccount } from './store.ts';

/**
 * Creates a service account: a member of the tenant that is a program. Its keys may do what their scopes and its role both allow.
 * @throws AppError `forbidden`; what `onceIn` throws.
 */
export async function createServiceAccount(
  context: Context,
  actor: Actor,
  input: NewServiceAccount,
  idempotencyKey?: string,
): Promise<ServiceAccount> {
  authorize(actor, 'service_accounts.write');
  refuseTokens(actor);
  return inTenantAs(context, actor, 'service_accounts.write', (tx) => {
    const create = async () => {
      const created = await insertServiceAccount(tx, { ...input, id: newId(), createdAtMs: context.clock() });
      await recordAuditIn(tx, { actor: actor.name, action: 'service_account.create', target: created.id, after: { ...input } });
      return created;
    };
    if (idempotencyKey === undefined) return create();
    const route = 'POST /security/service-accounts';
    return onceIn(context, tx, { principal: actor.name, route, key: idempotencyKey, body: input, answer: ServiceAccount }, create);
  });
}

/**
 * The service accounts of the actor's tenant, disabled ones too, oldest first.
 * @throws AppError `forbidden`; `invalid_request` for a cursor that did not come from an answer.
 */
export async function listServiceAccounts(context: Context, actor: Actor, page: PageRequest): Promise<Page<ServiceAccount>> {
  authorize(actor, 'service_accounts.read');
  if (page.after !== undefined && !isKeyId(page.after)) throw strayCursor();
  const rows = await inTenant(context.db, actor.tenantId, (tx) => listAccounts(tx, page.after, page.limit + 1));
  return pageOf(rows, page.limit, ({ id }) => id);
}

function changed(account: ServiceAccount, { disabled, ...change }: ServiceAccountChange, nowMs: number): ServiceAccount {
  const disabledAt = disabled ? (account.disabledAt ?? new Date(nowMs).toISOString()) : null;
  return { ...account, ...change, disabledAt: disabled === undefined ? account.disabledAt : disabledAt };
}

/**
 * Renames a service account, gives it another role, disables it or enables it again; its keys follow within two seconds.
 * @throws AppError `forbidden`, also when a key of the account is stronger than the key that asks; `not_found`.
 */
export async function changeServiceAccount(
  context: Context,
  actor: Actor,
  id: string,
  change: ServiceAccountChange,
): Promise<ServiceAccount> {
  authorize(actor, 'service_accounts.write');
  const after = await inTenantAs(context, actor, 'service_accounts.write', async (tx) => {
    const before = await lockServiceAccount(tx, id);
    if (!before) throw new AppError('not_found', 'There is no such service account.');
    await refuseStrongerKeysIn(context, tx, actor, id);
    const next = changed(before, change, context.clock());
    if (JSON.stringify(next) === JSON.stringify(before)) return before;
    await updateServiceAccount(tx, next);
    const parts = ({ name, role, disabledAt }: ServiceAccount) => ({ name, role, disabledAt });
    await recordAuditIn(tx, { actor: actor.name, action: 'service_account.change', target: id, before: parts(before), after: parts(next) });
    return next;
  });
  forgetKeys(context);
  return after;
}
