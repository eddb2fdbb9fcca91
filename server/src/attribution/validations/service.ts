import { recordAuditIn } from '../../platform/audit.ts';
import { newId } from '../../platform/chance.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { type Page, pageOf, type PageRequest, strayCursor } from '../../platform/paging.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { onceIn } from '../../security/idempotency/service.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { type NewValidation, type StoredValidation, ValidationSummary } from './schema.ts';
import * as store from './store.ts';

const MOST_WAITING = 5;
const MOST_KEPT = 200;
const VALIDATION_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

async function createIn(tx: TenantTx, row: store.NewValidationRow): Promise<ValidationSummary> {
  const { all, waiting } = await store.countValidations(tx);
  if (waiting >= MOST_WAITING)
    throw new AppError('conflict', `${MOST_WAITING} validations wait already; wait until one is done, or delete one.`);
  if (all >= MOST_KEPT) throw new AppError('conflict', `${MOST_KEPT} validations are kept already; delete one that is no longer needed.`);
  const validation = await store.insertValidation(tx, row);
  await recordAuditIn(tx, { actor: row.createdBy, action: 'validation.create', target: validation.id, after: { ...row.options } });
  return validation;
}

/**
 * Asks for a validation, which is computed in the background: every model held against simulated worlds. With an idempotency key the same
 * call again within a day creates nothing and answers the same.
 * @throws AppError `forbidden`; `conflict` when too many wait or are kept; what `onceIn` throws.
 */
export async function createValidation(
  context: Context,
  actor: Actor,
  asked: NewValidation,
  idempotencyKey?: string,
): Promise<ValidationSummary> {
  authorize(actor, 'validations.write');
  const row = { id: newId(), createdAt: new Date(context.clock()).toISOString(), createdBy: actor.name, options: asked };
  return inTenant(context.db, actor.tenantId, (tx) => {
    const create = () => createIn(tx, row);
    if (idempotencyKey === undefined) return create();
    const sent = { principal: actor.name, route: 'POST /attribution/validations', key: idempotencyKey, body: asked };
    return onceIn(context, tx, { ...sent, answer: ValidationSummary }, create);
  });
}

/**
 * The tenant's validations without their figures, the newest first.
 * @throws AppError `forbidden`; `invalid_request` for a cursor that did not come from an answer.
 */
export async function listValidations(context: Context, actor: Actor, { after, limit }: PageRequest): Promise<Page<ValidationSummary>> {
  authorize(actor, 'validations.read');
  if (after !== undefined && !VALIDATION_ID.test(after)) throw strayCursor();
  const rows = await inTenant(context.db, actor.tenantId, (tx) => store.listValidations(tx, after, limit + 1), { readOnly: true });
  return pageOf(rows, limit, ({ id }) => id);
}

async function findIn(tx: TenantTx, id: string): Promise<StoredValidation> {
  const validation = await store.findValidation(tx, id);
  if (!validation) throw new AppError('not_found', 'There is no such validation.');
  return validation;
}

/** One validation, with its figures once it is done. @throws AppError `forbidden`; `not_found`. */
export async function getValidation(context: Context, actor: Actor, id: string): Promise<StoredValidation> {
  authorize(actor, 'validations.read');
  return inTenant(context.db, actor.tenantId, (tx) => findIn(tx, id), { readOnly: true });
}

/** Forgets a validation; one that is being computed is given up. @throws AppError `forbidden`; `not_found`. */
export async function deleteValidation(context: Context, actor: Actor, id: string): Promise<void> {
  authorize(actor, 'validations.write');
  await inTenant(context.db, actor.tenantId, async (tx) => {
    const { state } = await findIn(tx, id);
    await store.deleteValidation(tx, id);
    await recordAuditIn(tx, { actor: actor.name, action: 'validation.delete', target: id, before: { state } });
  });
}
