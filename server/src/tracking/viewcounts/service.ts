import { settlePlacesIn } from '../../catalog/naming/service.ts';
import { recordAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { type Page, pageOf, type PageRequest, strayCursor } from '../../platform/paging.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import type { StoredCounts, ViewCount, ViewDay, ViewFilter } from './schema.ts';
import { deleteCounts, listDays, type Position, upsertCounts } from './store.ts';

/**
 * Enters views of videos as totals by show or episode and UTC day; a count takes the place of the one before, and null takes it back. They
 * are modelled: no touchpoint is made of them, and nobody is matched by them (METHOD §5). Of one place and day named twice the last
 * counts. A name that only one show or episode bears means its key; what the catalogue does not have is stored as it is and told.
 * @throws AppError `forbidden`.
 */
export async function putViewCounts(context: Context, actor: Actor, counts: readonly ViewCount[]): Promise<StoredCounts> {
  authorize(actor, 'view_counts.write');
  return inTenant(context.db, actor.tenantId, async (tx) => {
    const { settled, unknown } = await settlePlacesIn(tx, counts, '/counts', ({ views }) => views !== null);
    const byPlace = new Map(settled.map((one) => [JSON.stringify([one.platform, one.show, one.episode, one.day]), one]));
    const entered = [...byPlace.values()].filter(({ views }) => views !== null);
    // What was entered by words that the catalogue has learned since lies there still.
    const taken = [...byPlace.values(), ...counts].filter(({ views }) => views === null);
    if (entered.length > 0) await upsertCounts(tx, entered);
    const removed = taken.length === 0 ? 0 : await deleteCounts(tx, taken);
    const days = counts.map(({ day }) => day).toSorted();
    const after = { stored: entered.length, removed, from: days[0], to: days[days.length - 1] };
    await recordAuditIn(tx, { actor: actor.name, action: 'view_counts.put', target: 'view_counts', after });
    return { stored: entered.length, removed, unknown };
  });
}

function positionOf(after: string | undefined): Position | undefined {
  if (after === undefined) return undefined;
  try {
    const [show, day, episode, ...rest] = JSON.parse(after) as unknown[];
    const isIt = typeof show === 'string' && typeof day === 'string' && /^\d{4}-\d\d-\d\d$/.test(day) && typeof episode === 'string';
    if (isIt && rest.length === 0) return { show, day, episode };
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
  }
  throw strayCursor();
}

/**
 * Days with views, by show, day and episode, each beside the downloads that were counted of the same show or episode.
 * @throws AppError `forbidden`; `invalid_request` for a cursor that did not come from an answer.
 */
export async function listViewDays(context: Context, actor: Actor, filter: ViewFilter, page: PageRequest): Promise<Page<ViewDay>> {
  authorize(actor, 'view_counts.read');
  const after = positionOf(page.after);
  const rows = await inTenant(context.db, actor.tenantId, (tx) => listDays(tx, filter, after, page.limit + 1));
  return pageOf(rows, page.limit, ({ show, day, episode }) => JSON.stringify([show, day, episode ?? '']));
}
