import { listAllCampaignsIn } from '../../catalog/campaigns/service.ts';
import { listAlternatives } from '../../metering/prices/service.ts';
import { sumModelsIn } from '../../metering/spend/service.ts';
import { type DailyUsage, findMetersIn, listDailyUsageIn } from '../../metering/usage/service.ts';
import type { Context } from '../../platform/context.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { listQuotasIn } from '../../tenants/quotas/service.ts';
import { findTimeZoneIn } from '../../tenants/settings/service.ts';
import { readExposureDaysIn } from '../../tracking/exposuredays/service.ts';
import { dayIn } from '../../platform/zone-days.ts';
import { monthOf } from '../entries/rules.ts';
import { priceOn, units, versionsOf } from '../prices/rules.ts';
import { listPrices } from '../prices/store.ts';
import {
  cheaperModels,
  endedCampaigns,
  inOrder,
  type OwnedPurchase,
  smallerTier,
  type TierUse,
  unusedPurchases,
  volumeSaving,
} from './rules.ts';
import type { Saving, Savings } from './schema.ts';
import { sumChargesSince, sumOwnedPurchases } from './store.ts';

const DAY_MS = 86_400_000;
const DAYS = 30;
const MONTHS = 3;

const dayBefore = (day: string, count: number) => new Date(Date.parse(day) - count * DAY_MS).toISOString().slice(0, 10);

/** The first day of the month so many months before that of a day. */
function monthsBefore(day: string, months: number): string {
  const [year, month] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1 - months, 1)).toISOString().slice(0, 10);
}

interface Window {
  from: string;
  /** Excluded. */
  to: string;
}

async function unusedIn(
  tx: TenantTx,
  window: Window,
  { usage, ended }: { usage: readonly DailyUsage[]; ended: readonly Saving[] },
): Promise<Saving[]> {
  const used = new Set(
    usage
      .filter(({ day }) => day >= window.from)
      .flatMap(({ campaign, feature }) => [JSON.stringify(['campaign', campaign]), JSON.stringify(['feature', feature])]),
  );
  await readExposureDaysIn(tx, { from: window.from, before: window.to }, (rows) => {
    for (const { campaign } of rows) used.add(JSON.stringify(['campaign', campaign]));
  });
  for (const { subject } of ended) used.add(JSON.stringify(['campaign', subject]));
  // Where no meter says for which feature it counts, nothing can be said of features.
  const namesFeatures = usage.some(({ feature }) => Boolean(feature));
  const sums = new Map<string, OwnedPurchase>();
  for (const { campaign, feature, currency, amount } of await sumOwnedPurchases(tx, window)) {
    const owner = feature === '' ? ({ type: 'campaign', key: campaign } as const) : ({ type: 'feature', key: feature } as const);
    const key = JSON.stringify([owner.type, owner.key, currency]);
    sums.set(key, { owner, currency, amount: (sums.get(key)?.amount ?? 0n) + units(amount) });
  }
  return unusedPurchases(
    [...sums.values()],
    ({ type, key }) => (type === 'feature' && !namesFeatures) || used.has(JSON.stringify([type, key])),
  );
}

async function endedIn(tx: TenantTx, { from, to }: Window): Promise<Saving[]> {
  const ended = (await listAllCampaignsIn(tx)).flatMap(({ key, name, endsOn }) =>
    endsOn === null || endsOn >= dayBefore(to, 1) ? [] : [{ key, name: name ?? key, endsOn }],
  );
  const since = ended.map(({ key, endsOn }) => ({ key, since: dayBefore(endsOn, -1) < from ? from : dayBefore(endsOn, -1) }));
  const charged = await sumChargesSince(tx, since, { from, to });
  const known = new Map(ended.map((one) => [one.key, one]));
  return endedCampaigns(
    charged.flatMap(({ campaign, currency, amount }) => {
      const one = known.get(campaign);
      return one === undefined ? [] : [{ ...one, currency, amount: units(amount) }];
    }),
  );
}

async function volumesIn(tx: TenantTx, today: string, usage: readonly DailyUsage[]): Promise<Saving[]> {
  const [from, to] = [monthsBefore(today, 1), monthOf(today)];
  const meters = await findMetersIn(tx);
  const stored = Map.groupBy(await listPrices(tx), ({ meter }) => meter);
  const sums = new Map<string, bigint>();
  for (const { meter, day, quantity } of usage) if (day >= from && day < to) sums.set(meter, (sums.get(meter) ?? 0n) + units(quantity));
  return [...sums].flatMap(([meter, quantity]) => {
    const price = priceOn(meter, versionsOf(stored.get(meter) ?? []), today);
    const found = price && volumeSaving({ key: meter, unit: meters.get(meter)?.unit ?? '' }, price, quantity);
    return found === undefined ? [] : [found];
  });
}

/** The largest month of a meter among those looked at. */
function largestMonth(usage: readonly DailyUsage[], meter: string): number {
  const months = new Map<string, number>();
  for (const { meter: own, day, quantity } of usage)
    if (own === meter) months.set(day.slice(0, 7), (months.get(day.slice(0, 7)) ?? 0) + Number(quantity));
  return Math.max(0, ...months.values());
}

async function tierIn(context: Context, tx: TenantTx, usage: readonly DailyUsage[]): Promise<Saving[]> {
  if (usage.length === 0) return [];
  const { tier, items, tiers } = await listQuotasIn(context, tx);
  const names = tiers.map((one) => one.tier);
  const below = names.slice(0, names.indexOf(tier));
  const measured: Readonly<Record<string, number>> = {
    events_per_month: largestMonth(usage, 'events'),
    ai_spend_per_month: Math.ceil(largestMonth(usage, 'ai_spend_usd') * 100),
  };
  const uses = items.flatMap(({ quota, used }): TierUse[] => {
    const most = measured[quota] ?? used;
    if (most === null || most === undefined) return [];
    return [{ quota, used: most, limits: Object.fromEntries(tiers.map(({ tier: name, limits }) => [name, limits[quota]])) }];
  });
  const found = smallerTier(tier, below, uses);
  return found === undefined ? [] : [found];
}

/** What the tenant could pay less for, each with its figure and with what the figure does not know. @throws AppError `forbidden`. */
export async function listSavings(context: Context, actor: Actor): Promise<Savings> {
  authorize(actor, 'cost_entries.read');
  return inTenant(
    context.db,
    actor.tenantId,
    async (tx) => {
      const today = dayIn(await findTimeZoneIn(tx), context.clock());
      const window = { from: dayBefore(today, DAYS - 1), to: dayBefore(today, -1) };
      const meters = [...(await findMetersIn(tx)).keys()];
      const usage = await listDailyUsageIn(tx, { from: monthsBefore(today, MONTHS), to: window.to }, meters);
      const models = await sumModelsIn(tx, new Date(context.clock() - DAYS * DAY_MS));
      const ended = await endedIn(tx, window);
      const items = [
        ...cheaperModels(models.map((use) => ({ ...use, alternatives: listAlternatives(context, 'system', use) }))),
        ...(await unusedIn(tx, window, { usage, ended })),
        ...ended,
        ...(await volumesIn(tx, today, usage)),
        ...(await tierIn(context, tx, usage)),
      ];
      const notLookedAt = [
        ...(models.length === 0 ? ['No AI model was asked in 30 days, so models are not compared.'] : []),
        ...(usage.length === 0 ? ['Nothing was used in three months, so purchases and tiers are compared with nothing.'] : []),
      ];
      return { ...window, items: inOrder(items), notLookedAt };
    },
    { readOnly: true },
  );
}
