import { unknownFiltersIn } from '../../catalog/naming/service.ts';
import type { Context } from '../../platform/context.ts';
import { invalid } from '../../platform/errors.ts';
import { createGate } from '../../platform/gate.ts';
import { shareOf } from '../../platform/intervals.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { countArrivalsIn } from '../../tracking/reach/service.ts';
import type { PromoSwap, PromoSwapQuery } from './schema.ts';

const DAY_MS = 86_400_000;

/** Each looks up the downloads of every household that was reached. */
const lookups = createGate({ perOwner: 1, inAll: 2 });

type Direction = PromoSwap['directions'][number];

/** Who promoted whom where. */
interface Promoting {
  campaign: string;
  ranIn: string;
  promoted: string;
}

async function directionIn(
  tx: TenantTx,
  promoting: Promoting,
  span: { fromAt: string; toAt: string; windowDays: number },
): Promise<Direction> {
  const { exposed, arrived, isNew, observed, before, strangers, measuredFrom } = await countArrivalsIn(tx, { ...promoting, ...span });
  return {
    ...promoting,
    exposedHouseholds: exposed,
    arrived: shareOf(arrived, exposed),
    newListeners: shareOf(isNew, strangers),
    before: shareOf(before, observed),
    unobservedBefore: exposed - observed,
    measuredFrom: measuredFrom?.toISOString() ?? null,
  };
}

/**
 * What a promo swap brought each of two shows: of the households that heard the one promoted in the other, how many downloaded it within
 * the window after their first exposure, and how many of these had not before. It is a share of those who were exposed, and no proof that
 * the promotion was the reason. Who is new is told of households alone that were exposed after the promoted show had its first measured
 * download, since before that nobody was seen to listen. Exposures younger than one window are left out.
 * @throws AppError `forbidden`; `invalid_request` when both shows are the same, or `from` lies after `to`.
 */
export async function getPromoSwap(context: Context, actor: Actor, query: PromoSwapQuery): Promise<PromoSwap> {
  authorize(actor, 'attribution.read');
  const { showA, showB, promoOfA, promoOfB, from, to, windowDays } = query;
  if (showA === showB) throw invalid('/showB', 'showA and showB are the same show; name two.');
  if (from !== undefined && to !== undefined && from > to) throw invalid('/from', '"from" lies after "to"; exchange them.');
  const observedMs = context.clock() - windowDays * DAY_MS;
  const fromAt = new Date(from ?? 0).toISOString();
  const toAt = new Date(Math.min(to ?? observedMs, observedMs)).toISOString();
  const read = async (tx: TenantTx): Promise<PromoSwap> => {
    const span = { fromAt, toAt, windowDays };
    const directions = [
      await directionIn(tx, { campaign: promoOfB, ranIn: showA, promoted: showB }, span),
      await directionIn(tx, { campaign: promoOfA, ranIn: showB, promoted: showA }, span),
    ];
    const unknown = await unknownFiltersIn(tx, {
      showA: { kind: 'show', key: showA },
      showB: { kind: 'show', key: showB },
      promoOfA: { kind: 'campaign', key: promoOfA },
      promoOfB: { kind: 'campaign', key: promoOfB },
    });
    return { from: from === undefined ? null : fromAt, to: toAt, windowDays, directions, unknown };
  };
  return lookups.run(actor.tenantId, () => inTenant(context.db, actor.tenantId, read, { readOnly: true }));
}
