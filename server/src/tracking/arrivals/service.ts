import { findMappingsIn } from '../../catalog/codes/service.ts';
import type { Context } from '../../platform/context.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { arrivalsOf } from './rules.ts';
import type { Arrivals } from './schema.ts';
import { listConversions, listDeliveries, listFailedSources, listFilteredPixels, listRequests, listTouchpoints } from './store.ts';

const DAY_MS = 86_400_000;

/**
 * What has come since an instant, at most a day ago: of each source the latest that counts and the latest that does not, with why.
 * @throws AppError `forbidden`.
 */
export async function listArrivals(context: Context, actor: Actor, asked: string): Promise<Arrivals> {
  authorize(actor, 'arrivals.read');
  const nowMs = context.clock();
  const since = new Date(Math.max(Date.parse(asked), nowMs - DAY_MS)).toISOString();
  return inTenant(
    context.db,
    actor.tenantId,
    async (tx) => {
      const conversions = await listConversions(tx, since);
      const codes = [...new Set(conversions.flatMap(({ promoCode }) => promoCode ?? []))];
      const known = codes.length === 0 ? [] : await findMappingsIn(tx, codes);
      const items = arrivalsOf({
        conversions,
        touchpoints: await listTouchpoints(tx, since),
        requests: await listRequests(tx, since),
        pixels: await listFilteredPixels(tx, since),
        deliveries: await listDeliveries(tx, since),
        failed: await listFailedSources(tx, since),
        knownCodes: new Set(known.map(({ code }) => code)),
      });
      return { items, nextCursor: null, until: new Date(nowMs).toISOString() };
    },
    { readOnly: true },
  );
}
