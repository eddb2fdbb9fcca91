import { recordAuditIn } from '../../platform/audit.ts';
import { newId } from '../../platform/chance.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../authorize.ts';
import { MOST_VIEWS } from './rules.ts';
import type { NewView, SavedView, ViewChange } from './schema.ts';
import * as store from './store.ts';

const personOf = ({ personId }: Actor) => personId ?? null;

/** What a change to a view asks for before it is known whose it is: a program has none of its own. */
const changeOf = ({ personId }: Actor) => (personId === undefined ? 'shared_views.write' : 'views.write');

/** The views of whoever asks, and those that everybody of the tenant sees, by name. @throws AppError `forbidden`. */
export async function listSavedViews(context: Context, actor: Actor): Promise<SavedView[]> {
  authorize(actor, 'views.read');
  return inTenant(context.db, actor.tenantId, (tx) => store.listViews(tx, personOf(actor)), { readOnly: true });
}

/**
 * Keeps a room of the dashboard as it is looked at, under a name: for the person who asks, or for everybody. The same once more is kept
 * once.
 * @throws AppError `forbidden`, also for a view of a program's own, which nobody could open; `conflict` beyond 100.
 */
export async function createSavedView(context: Context, actor: Actor, { name, address, isShared }: NewView): Promise<SavedView> {
  authorize(actor, isShared ? 'shared_views.write' : 'views.write');
  const personId = isShared ? null : personOf(actor);
  return inTenant(context.db, actor.tenantId, async (tx) => {
    const count = await store.countViews(tx, personId);
    const same = await store.findSame(tx, { personId, name, address });
    if (same) return same;
    if (count >= MOST_VIEWS) throw new AppError('conflict', `There are ${MOST_VIEWS} such views already. Delete some that nobody needs.`);
    const [id, createdAt] = [newId(), new Date(context.clock()).toISOString()];
    const view = await store.insertView(tx, { id, personId, name, address, createdAt, createdBy: actor.name });
    await recordAuditIn(tx, { actor: actor.name, action: 'view.create', target: id, after: { name, address, isShared } });
    return view;
  });
}

/** A view that whoever acts may change. @throws AppError `forbidden`; `not_found`, also for one of another person. */
async function requireViewIn(tx: TenantTx, actor: Actor, id: string): Promise<SavedView> {
  const view = await store.findView(tx, id, personOf(actor));
  if (view?.isShared !== false) authorize(actor, 'shared_views.write');
  if (!view) throw new AppError('not_found', 'There is no such view.');
  return view;
}

/** Gives a view another name. @throws AppError `forbidden`; `not_found`, also for a view of another person. */
export async function renameSavedView(context: Context, actor: Actor, id: string, { name }: ViewChange): Promise<SavedView> {
  authorize(actor, changeOf(actor));
  return inTenant(context.db, actor.tenantId, async (tx) => {
    const view = await requireViewIn(tx, actor, id);
    await store.updateView(tx, id, name);
    const told = { before: { name: view.name }, after: { name } };
    await recordAuditIn(tx, { actor: actor.name, action: 'view.rename', target: id, ...told });
    return { ...view, name };
  });
}

/** Forgets a view. @throws AppError `forbidden`; `not_found`, also for a view of another person. */
export async function deleteSavedView(context: Context, actor: Actor, id: string): Promise<void> {
  authorize(actor, changeOf(actor));
  await inTenant(context.db, actor.tenantId, async (tx) => {
    const { name, address, isShared } = await requireViewIn(tx, actor, id);
    await store.deleteView(tx, id);
    await recordAuditIn(tx, { actor: actor.name, action: 'view.delete', target: id, before: { name, address, isShared } });
  });
}
