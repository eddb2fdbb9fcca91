import type { Context } from '../../platform/context.ts';
import { type Page, pageOf, type PageRequest, strayCursor } from '../../platform/paging.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import type { Conversion } from './schema.ts';
import { type ConversionPlace, findNextConversionDay, listConversionPlaces, listConversions as listRows, type Position } from './store.ts';

export type { ConversionPlace };

const INSTANT_LENGTH = '2026-11-01T09:00:00.000Z'.length;

function isInstant(text: string): boolean {
  const ms = Date.parse(text);
  return ms >= 0 && text.length === INSTANT_LENGTH && new Date(ms).toISOString() === text;
}

function positionOf(after: string | undefined): Position | undefined {
  if (after === undefined) return undefined;
  const occurredAt = after.slice(0, INSTANT_LENGTH);
  if (!isInstant(occurredAt) || after[INSTANT_LENGTH] !== ' ') throw strayCursor();
  return { occurredAt, id: after.slice(INSTANT_LENGTH + 1) };
}

/** A page of conversions, of some kinds or, where these are left out, of all. */
type ListRequest = PageRequest & { kinds?: readonly Conversion['kind'][] };

/** The tenant's conversions, newest first. @throws AppError `invalid_request` for a cursor that did not come from an answer. */
export async function listConversions(context: Context, actor: Actor, page: ListRequest): Promise<Page<Conversion>> {
  authorize(actor, 'conversions.list');
  const before = positionOf(page.after);
  const rows = await inTenant(context.db, actor.tenantId, (tx) => listRows(tx, { before, kinds: page.kinds, limit: page.limit + 1 }));
  return pageOf(rows, page.limit, (conversion) => `${conversion.occurredAt} ${conversion.id}`);
}

/** The first UTC day from this one on that has a conversion. */
export async function findNextConversionDayIn(tx: TenantTx, from: string): Promise<string | undefined> {
  return findNextConversionDay(tx, from);
}

/** The conversions between two instants, the first included, the latest first, behind one of an earlier answer; at most `limit`. */
export async function listConversionPlacesIn(
  tx: TenantTx,
  span: { from: string; before: string },
  after: ConversionPlace | undefined,
  limit: number,
): Promise<ConversionPlace[]> {
  return listConversionPlaces(tx, span, after, limit);
}
