import { placeFilters, unknownFiltersIn } from '../../catalog/naming/service.ts';
import type { Context } from '../../platform/context.ts';
import { pageOf, type PageRequest, strayCursor } from '../../platform/paging.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { findDownloadWindowIn } from '../../tenants/settings/service.ts';
import { countWaitingRequestsIn } from '../downloads/service.ts';
import type { DownloadPage, DownloadSelection } from './schema.ts';
import { countEpisodeDays, type EpisodeDay, listDownloads as listRows, type Position, positionOf } from './store.ts';

const MOST_COUNTED = 100_000;

function readPosition(after: string | undefined): Position | undefined {
  if (after === undefined) return undefined;
  try {
    const [day, show, episode, ...rest] = JSON.parse(after) as unknown[];
    const isDay = typeof day === 'string' && /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day));
    if (isDay && typeof show === 'string' && typeof episode === 'string' && rest.length === 0) return { day, show, episode };
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
  }
  throw strayCursor();
}

/**
 * Downloads as they are counted by the rules, summed up by show, episode and UTC day as asked, the newest day first; with the kind of
 * window, and what each sum rests on. The figures are those of the waterfall.
 * @throws AppError `forbidden`; `invalid_request` for a cursor that did not come from an answer.
 */
export async function listDownloads(
  context: Context,
  actor: Actor,
  selection: DownloadSelection,
  page: PageRequest,
): Promise<DownloadPage> {
  authorize(actor, 'requests.list');
  const after = readPosition(page.after);
  const read = { readOnly: true } as const;
  return inTenant(
    context.db,
    actor.tenantId,
    async (tx) => ({
      ...pageOf(await listRows(tx, selection, after, page.limit + 1), page.limit, (row) => {
        const { day, show, episode } = positionOf(row);
        return JSON.stringify([day, show, episode]);
      }),
      window: await findDownloadWindowIn(tx),
      waitingRequests: (await countWaitingRequestsIn(tx, MOST_COUNTED)).count,
      unknown: await unknownFiltersIn(tx, placeFilters(selection)),
    }),
    read,
  );
}

/** Counted downloads of episodes by UTC day, from a day up to another one, which is left out; in the order of the days. */
export async function countEpisodeDaysIn(tx: TenantTx, from: string, before: string): Promise<EpisodeDay[]> {
  return countEpisodeDays(tx, from, before);
}
