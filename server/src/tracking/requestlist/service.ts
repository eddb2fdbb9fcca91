import { placeFilters, unknownFiltersIn } from '../../catalog/naming/service.ts';
import type { Context } from '../../platform/context.ts';
import { pageOf, type PageRequest, strayCursor } from '../../platform/paging.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import type { RequestListQuery, RequestPage } from './schema.ts';
import { findEndOfStretch, findInStretch, type Position } from './store.ts';

/** How many requests one page looks at, so that it is quick whatever is asked for. */
const LOOKED_AT_PER_PAGE = 20_000;
const POSITION = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) (.+)$/s;

function positionOf(after: string | undefined): Position | undefined {
  if (after === undefined) return undefined;
  const [, occurredAt = '', id] = POSITION.exec(after) ?? [];
  if (Number.isNaN(Date.parse(occurredAt))) throw strayCursor();
  return { occurredAt, id };
}

const textOf = ({ occurredAt, id }: Position) => `${occurredAt} ${id}`;

/**
 * The tenant's stored requests with what became of each, newest first, without addresses and hashes. A page looks at 20,000 requests at
 * most: where few of many are asked for it may hold fewer than `limit`, or none, and still have a `nextCursor`.
 * @throws AppError `forbidden`; `invalid_request` for a cursor that did not come from an answer.
 */
export async function listEpisodeRequests(
  context: Context,
  actor: Actor,
  query: Omit<RequestListQuery, 'limit' | 'cursor'>,
  page: PageRequest,
): Promise<RequestPage> {
  authorize(actor, 'requests.list');
  const stretch = { query, before: positionOf(page.after), looked: LOOKED_AT_PER_PAGE };
  const read = async (tx: TenantTx) => {
    const items = await findInStretch(tx, stretch, query, page.limit + 1);
    const unknown = await unknownFiltersIn(tx, placeFilters({ show: query.show, episode: query.episode }));
    return { items, unknown, end: items.length > page.limit ? undefined : await findEndOfStretch(tx, stretch) };
  };
  const { items, unknown, end } = await inTenant(context.db, actor.tenantId, read, { readOnly: true });
  if (end === undefined) return { ...pageOf(items, page.limit, textOf), unknown };
  return { items, nextCursor: Buffer.from(textOf(end)).toString('base64url'), unknown };
}
