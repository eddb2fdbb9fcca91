import type { Context } from '../../platform/context.ts';
import { invalid } from '../../platform/errors.ts';
import { type Page, pageOf, type PageRequest } from '../../platform/paging.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import type { Conversion } from './schema.ts';
import { listConversions as listRows, type Position } from './store.ts';

function positionOf(after: string | undefined): Position | undefined {
  if (after === undefined) return undefined;
  const space = after.indexOf(' ');
  const occurredAt = after.slice(0, space);
  if (space < 0 || Number.isNaN(Date.parse(occurredAt)))
    throw invalid('cursor', 'The cursor is not one of ours; leave it out to begin anew.');
  return { occurredAt, id: after.slice(space + 1) };
}

/** The tenant's conversions, newest first. @throws AppError `invalid_request` for a cursor that did not come from an answer. */
export async function listConversions(context: Context, actor: Actor, page: PageRequest): Promise<Page<Conversion>> {
  authorize(actor, 'conversions.list');
  const before = positionOf(page.after);
  const rows = await inTenant(context.db, actor.tenantId, (tx) => listRows(tx, before, page.limit + 1));
  return pageOf(rows, page.limit, (conversion) => `${conversion.occurredAt} ${conversion.id}`);
}
