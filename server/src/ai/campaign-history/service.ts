import { LINE_LOOKBACK_DAYS, readLineCreditsIn } from '../../attribution/line-credits/service.ts';
import { listAllCampaignsIn } from '../../catalog/campaigns/service.ts';
import type { Placement } from '../../catalog/placements/schema.ts';
import { listPlacementsIn } from '../../catalog/placements/service.ts';
import { listShowCategoriesIn } from '../../catalog/shows/service.ts';
import type { Context } from '../../platform/context.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import { countByLineIn } from '../../tracking/exposurecounts/service.ts';
import type { HistoryCampaign } from '../predictions/tenant-fit.ts';
import { type Flown, flightOf, historyOf, knownOnOf } from './lines.ts';

const DAY_MS = 86_400_000;
const dayBehind = (day: string) => new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10);
const PLACEMENTS_AT_ONCE = 1_000;
/** The newest of them say most; more would only take time. */
const MOST_CAMPAIGNS = 500;

/** All placements of the tenant, or of one campaign, by key. */
export async function listAllPlacementsIn(tx: TenantTx, campaign?: string): Promise<Placement[]> {
  const all: Placement[] = [];
  for (let after: string | undefined; ; after = all[all.length - 1].key) {
    const page = await listPlacementsIn(tx, { campaign }, { after, limit: PLACEMENTS_AT_ONCE });
    all.push(...page);
    if (page.length < PLACEMENTS_AT_ONCE) return all;
  }
}

/** How campaigns came out. */
export interface CampaignHistory {
  campaigns: HistoryCampaign[];
  /** Of revenue and spend. */
  currency: string | null;
}

/** Days behind a campaign's last one in which a conversion of it may still come: a report's default lookback. */
export const LAG_DAYS = LINE_LOOKBACK_DAYS;

/** Tells the category of a show; shows of none are drawn to all shows together. */
export async function categoryFinderIn(tx: TenantTx): Promise<(show: string) => string> {
  const categories = await listShowCategoriesIn(tx);
  return (show) => categories.get(show) ?? '';
}

/**
 * How the tenant's campaigns came out whose outcome was known on a UTC day, by key: what was booked, delivered in their flight, and
 * credited to it until the lookback behind it was over. Campaigns of which a conversion may still come are left out, and nothing that
 * happened on that day or later is looked at. Attributed is not incremental: it is what the linear model credits under a report's default
 * options. It reads a month at a time, and stops between two when the signal aborts.
 */
export async function readCampaignHistoryIn(context: Context, tx: TenantTx, asOf: string, signal?: AbortSignal): Promise<CampaignHistory> {
  return readCampaignsIn(context, tx, ({ endsOn }) => knownOnOf(endsOn, LAG_DAYS) <= asOf, signal);
}

/** How one campaign came out, as `readCampaignHistoryIn` has it; undefined when it has no flight. */
export async function readCampaignOutcomeIn(context: Context, tx: TenantTx, key: string): Promise<HistoryCampaign | undefined> {
  return (await readCampaignsIn(context, tx, ({ campaign }) => campaign.key === key)).campaigns.at(0);
}

async function readCampaignsIn(
  context: Context,
  tx: TenantTx,
  isMeant: (flown: Flown) => boolean,
  signal?: AbortSignal,
): Promise<CampaignHistory> {
  const bookings = Map.groupBy(await listAllPlacementsIn(tx), ({ campaign }) => campaign);
  const flown = (await listAllCampaignsIn(tx))
    .flatMap((campaign) => flightOf(campaign, bookings.get(campaign.key) ?? []) ?? [])
    .filter(isMeant)
    .sort((a, b) => (a.endsOn < b.endsOn ? 1 : a.endsOn > b.endsOn ? -1 : a.campaign.key < b.campaign.key ? -1 : 1))
    .slice(0, MOST_CAMPAIGNS);
  const times = flown.map(({ campaign, startsOn, endsOn }) => {
    const [fromMs, endMs] = [Date.parse(startsOn), Date.parse(endsOn) + DAY_MS];
    return { campaign: campaign.key, fromMs, endMs, untilMs: endMs + LAG_DAYS * DAY_MS };
  });
  const { currency, credits } = await readLineCreditsIn(context, tx, times, signal);
  const counts = await countByLineIn(
    tx,
    flown.map(({ campaign, startsOn, endsOn }) => ({ campaign: campaign.key, from: startsOn, before: dayBehind(endsOn) })),
    signal,
  );
  const [countsOf, creditsOf] = [Map.groupBy(counts, ({ campaign }) => campaign), Map.groupBy(credits, ({ campaign }) => campaign)];
  const options = { currency, lagDays: LAG_DAYS, categoryOf: await categoryFinderIn(tx) };
  const campaigns = flown
    .map((one) => historyOf(one, { counts: countsOf.get(one.campaign.key) ?? [], credits: creditsOf.get(one.campaign.key) ?? [] }, options))
    .filter(({ lines }) => lines.some(({ delivered }) => delivered > 0))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  return { campaigns, currency };
}
