import { findPlacementByKeyIn } from '../../catalog/placements/service.ts';
import { recordAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { type Page, pageOf, type PageRequest } from '../../platform/paging.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import type { Brief, BriefDetails } from './schema.ts';
import { deleteBrief, findBriefs, listBriefs as listRows, upsertBrief } from './store.ts';

function absent(): AppError {
  return new AppError('not_found', 'This placement has no brief; give it one with PUT /ai/briefs/{placement}.');
}

/** The briefs of the tenant's placements, by the placement's key. @throws AppError `forbidden`. */
export async function listBriefs(context: Context, actor: Actor, { after = '', limit }: PageRequest): Promise<Page<Brief>> {
  authorize(actor, 'airchecks.read');
  const rows = await inTenant(context.db, actor.tenantId, (tx) => listRows(tx, after, limit + 1), { readOnly: true });
  return pageOf(rows, limit, ({ placement }) => placement);
}

/** What is asked of the reads of these placements; those without a brief are left out. */
export async function findBriefsIn(tx: TenantTx, placements: readonly string[]): Promise<Brief[]> {
  return findBriefs(tx, placements);
}

/** What is asked of a placement's read. @throws AppError `forbidden`; `not_found`. */
export async function getBrief(context: Context, actor: Actor, placement: string): Promise<Brief> {
  authorize(actor, 'airchecks.read');
  const [found] = await inTenant(context.db, actor.tenantId, (tx) => findBriefs(tx, [placement]), { readOnly: true });
  if (!found) throw absent();
  return found;
}

/**
 * Says what is asked of a placement's read, in place of what was asked before. Airchecks that were done keep what they were done against.
 * @throws AppError `forbidden`; `not_found` for a placement that is not there.
 */
export async function putBrief(context: Context, actor: Actor, placement: string, details: BriefDetails): Promise<Brief> {
  authorize(actor, 'airchecks.write');
  return inTenant(context.db, actor.tenantId, async (tx) => {
    if (!(await findPlacementByKeyIn(tx, placement))) throw new AppError('not_found', 'There is no such placement.');
    const brief = await upsertBrief(tx, placement, details, { at: new Date(context.clock()), by: actor.name });
    await recordAuditIn(tx, { actor: actor.name, action: 'brief.put', target: placement, after: { ...details, version: brief.version } });
    return brief;
  });
}

/** Asks nothing more of a placement's read. @throws AppError `forbidden`; `not_found`. */
export async function removeBrief(context: Context, actor: Actor, placement: string): Promise<void> {
  authorize(actor, 'airchecks.write');
  await inTenant(context.db, actor.tenantId, async (tx) => {
    const deleted = await deleteBrief(tx, placement);
    if (!deleted) throw absent();
    await recordAuditIn(tx, { actor: actor.name, action: 'brief.delete', target: placement, before: { ...deleted } });
  });
}
