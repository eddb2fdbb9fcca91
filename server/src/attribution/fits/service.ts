import { recordAuditIn } from '../../platform/audit.ts';
import { newId } from '../../platform/chance.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { type Page, pageOf, type PageRequest, strayCursor } from '../../platform/paging.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { onceIn } from '../../security/idempotency/service.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { getReportDefaults } from '../../tenants/standing/service.ts';
import { Fit, type NewFit } from './schema.ts';
import * as store from './store.ts';

const MOST_WAITING = 20;
const FIT_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

async function createIn(tx: TenantTx, row: store.NewFitRow): Promise<Fit> {
  if ((await store.countWaitingFits(tx)) >= MOST_WAITING)
    throw new AppError('conflict', `${MOST_WAITING} fits wait already; wait until one is done.`);
  const fit = await store.insertFit(tx, row);
  await recordAuditIn(tx, { actor: row.createdBy, action: 'fit.create', target: fit.id, after: { ...row.terms } });
  return fit;
}

/**
 * Asks for a fit of a model to the tenant's events, which is computed in the background; reports under these terms use it once it is done.
 * With an idempotency key the same call again within a day creates nothing and answers the same.
 * @throws AppError `forbidden`; `conflict` when too many wait; what `onceIn` throws.
 */
export async function createFit(context: Context, actor: Actor, asked: NewFit, idempotencyKey?: string): Promise<Fit> {
  authorize(actor, 'runs.write');
  const { lookbackDays } = await getReportDefaults(context, 'system', actor.tenantId);
  const { model, unit, order } = asked;
  const terms = { model, unit, lookbackDays: asked.lookbackDays ?? lookbackDays, order: model === 'markov' ? order : 1 };
  const row = { id: newId(), createdAt: new Date(context.clock()).toISOString(), createdBy: actor.name, terms };
  return inTenant(context.db, actor.tenantId, (tx) => {
    const create = () => createIn(tx, row);
    if (idempotencyKey === undefined) return create();
    const sent = { principal: actor.name, route: 'POST /attribution/fits', key: idempotencyKey, body: asked, answer: Fit };
    return onceIn(context, tx, sent, create);
  });
}

/** The tenant's fits, the newest first. @throws AppError `forbidden`; `invalid_request` for a cursor that did not come from an answer. */
export async function listFits(context: Context, actor: Actor, filter: store.FitFilter, page: PageRequest): Promise<Page<Fit>> {
  authorize(actor, 'runs.read');
  const { after, limit } = page;
  if (after !== undefined && !FIT_ID.test(after)) throw strayCursor();
  const read = (tx: TenantTx) => store.listFits(tx, filter, after, limit + 1);
  return pageOf(await inTenant(context.db, actor.tenantId, read, { readOnly: true }), limit, ({ id }) => id);
}

/** One fit. @throws AppError `forbidden`; `not_found`. */
export async function getFit(context: Context, actor: Actor, id: string): Promise<Fit> {
  authorize(actor, 'runs.read');
  const fit = await inTenant(context.db, actor.tenantId, (tx) => store.findFit(tx, id), { readOnly: true });
  if (!fit) throw new AppError('not_found', 'There is no such fit.');
  return fit;
}
