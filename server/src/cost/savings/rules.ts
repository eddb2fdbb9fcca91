import type { QuotaName } from '../../tenants/quotas/schema.ts';
import { dayText, moneyText } from '../alerts/wording.ts';
import { costOf, type Price, unitsText } from '../prices/rules.ts';
import type { Saving } from './schema.ts';

/** Ten-billionths, as amounts are booked, in a millionth. */
const UNITS_PER_MICRO = 10_000n;
/** What saves less than a hundredth of the currency a month is not worth a sentence. */
const LEAST = 100_000_000n;
const MOST_ALTERNATIVES = 3;

/** What calls of one model used in the days looked at. */
export interface ModelUse {
  provider: string;
  model: string;
  calls: number;
  costMicros: number;
  /** What the same tokens would have cost with other models of the vendor. */
  alternatives: readonly { model: string; costMicros: number }[];
}

const usd = (micros: number) => unitsText(BigInt(Math.round(micros)) * UNITS_PER_MICRO);
const usdText = (micros: number) => moneyText(usd(micros), 'USD');
const sumText = (amount: bigint, currency: string) => moneyText(unitsText(amount), currency);

/** A quantity as people read it: its thousands apart. */
function quantityText(decimal: string): string {
  const [whole, decimals] = decimal.split('.');
  return `${whole.replaceAll(/\B(?=(\d{3})+$)/g, ',')}${decimals === undefined ? '' : `.${decimals}`}`;
}

/** Which cheaper models of the same vendor the same tokens could have gone to, with what they would have cost there. */
export function cheaperModels(uses: readonly ModelUse[]): Saving[] {
  return uses.flatMap((use): Saving[] => {
    const others = use.alternatives
      .filter(({ costMicros }) => BigInt(Math.round(use.costMicros - costMicros)) * UNITS_PER_MICRO >= LEAST)
      .toSorted((a, b) => b.costMicros - a.costMicros || (a.model < b.model ? -1 : 1))
      .slice(-MOST_ALTERNATIVES);
    if (others.length === 0) return [];
    const best = others[others.length - 1];
    return [
      {
        kind: 'cheaper_model',
        subject: use.model,
        advice:
          `Try ${best.model} in place of ${use.model} (${use.provider}): ` +
          `the same tokens would have cost ${usdText(best.costMicros)}, not ${usdText(use.costMicros)}.`,
        saves: { amount: usd(use.costMicros - best.costMicros), currency: 'USD' },
        caveat: 'Another model may need more tokens or answer less well; compare its answers before you change.',
        evidence: [
          { label: 'calls in 30 days', value: quantityText(String(use.calls)) },
          ...others.map(({ model, costMicros }) => ({ label: `the same tokens with ${model}`, value: usdText(costMicros) })),
        ],
      },
    ];
  });
}

/** A purchase of the days looked at, by the feature or the campaign that it was for. */
export interface OwnedPurchase {
  owner: { type: 'feature' | 'campaign'; key: string };
  currency: string;
  amount: bigint;
}

/** Purchases for a feature or a campaign that nothing was used for in the same days. */
export function unusedPurchases(purchases: readonly OwnedPurchase[], isUsed: (owner: OwnedPurchase['owner']) => boolean): Saving[] {
  return purchases
    .filter(({ owner, amount }) => amount >= LEAST && !isUsed(owner))
    .map(({ owner, currency, amount }) => ({
      kind: 'unused_purchase',
      subject: owner.key,
      advice:
        `Stop paying for the ${owner.type} “${owner.key}”, or begin to use it: ` +
        `${sumText(amount, currency)} were paid for it in 30 days, and nothing was used for it.`,
      saves: { amount: unitsText(amount), currency },
      caveat: 'Usage is what meters count for it; what no meter counts is not seen.',
      evidence: [{ label: 'paid in 30 days', value: sumText(amount, currency) }],
    }));
}

/** What a campaign was charged since its flight ended. */
export interface EndedCampaign {
  key: string;
  name: string;
  endsOn: string;
  currency: string;
  amount: bigint;
}

/** Campaigns whose flight is over and that still cost. */
export function endedCampaigns(campaigns: readonly EndedCampaign[]): Saving[] {
  return campaigns
    .filter(({ amount }) => amount >= LEAST)
    .map(({ key, name, endsOn, currency, amount }) => ({
      kind: 'ended_campaign',
      subject: key,
      advice:
        `Look at what still uses ${name}: its flight ended on ${dayText(endsOn)}, ` +
        `and it was charged ${sumText(amount, currency)} since, in 30 days.`,
      saves: { amount: unitsText(amount), currency },
      caveat: 'Late downloads and conversions of a campaign are charged after its end, and end by themselves.',
      evidence: [{ label: 'charged after its end', value: sumText(amount, currency) }],
    }));
}

/**
 * Where a volume price makes a larger quantity of a month cheaper in all: how many more bring the month into the next tier, and what that
 * saves. Undefined where nothing does.
 */
export function volumeSaving(meter: { key: string; unit: string }, price: Price, quantity: bigint): Saving | undefined {
  if (price.mode !== 'volume' || quantity <= price.included) return undefined;
  const now = costOf(price, quantity);
  const reached = price.tiers
    .flatMap(({ upTo }) => (upTo === null ? [] : [price.included + upTo + 1n]))
    .filter((start) => start > quantity);
  const best = reached.map((start) => ({ start, cost: costOf(price, start) })).find(({ cost }) => now - cost >= LEAST);
  if (best === undefined) return undefined;
  const more = quantityText(unitsText(best.start - quantity));
  return {
    kind: 'volume_price',
    subject: meter.key,
    advice:
      `A little more of the meter ${meter.key} costs less: beyond ${quantityText(unitsText(best.start - 1n))} ${meter.unit} a month ` +
      'the lower price holds for all of them.',
    saves: { amount: unitsText(now - best.cost), currency: price.currency },
    caveat: 'It holds for a month that ends just below the tier, as the last complete one did.',
    evidence: [
      { label: 'last month', value: `${quantityText(unitsText(quantity))} ${meter.unit} for ${sumText(now, price.currency)}` },
      { label: 'at the next tier', value: sumText(best.cost, price.currency) },
      { label: 'more to use', value: `${more} ${meter.unit}` },
    ],
  };
}

/** What is used of a quota, and what tiers allow of it; null for no limit. */
export interface TierUse {
  quota: QuotaName;
  used: number;
  limits: Readonly<Record<string, number | null>>;
}

/** Quotas in words. */
const QUOTA_WORDS: Readonly<Record<QuotaName, string>> = {
  events_per_month: 'events a month',
  api_calls_per_minute: 'API calls a minute',
  members: 'members',
  campaigns: 'campaigns',
  ai_spend_per_month: 'AI spend a month',
  storage_bytes: 'storage',
};

const GIGABYTE = 1_000_000_000;
const gigabytes = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });

/** An amount of a quota in its own unit: AI spend is counted in US cents, storage in bytes. */
function quotaText(quota: QuotaName, amount: number): string {
  if (quota === 'ai_spend_per_month') return moneyText((amount / 100).toFixed(2), 'USD');
  if (quota === 'storage_bytes') return `${gigabytes.format(amount / GIGABYTE)} GB`;
  return quantityText(String(amount));
}

/** How much room a smaller tier must leave: what was used may be four fifths of its limits at most. */
const ROOM = 0.8;

/** The smallest of the tiers below the tenant's own, smallest first, in which everything it used would have had room. */
export function smallerTier(own: string, below: readonly string[], uses: readonly TierUse[]): Saving | undefined {
  const fits = below.find((tier) => uses.every(({ used, limits }) => limits[tier] === null || used <= (limits[tier] ?? 0) * ROOM));
  if (fits === undefined) return undefined;
  return {
    kind: 'smaller_tier',
    subject: own,
    advice: `Ask the operator what the tier ${fits} would cost: everything that was used has room in it.`,
    saves: null,
    caveat: 'Earshot does not know what the operator asks for tiers. The largest month of the last three counts.',
    evidence: uses.map(({ quota, used, limits }) => {
      const limit = limits[fits];
      const most = quotaText(quota, used);
      const value = limit === null ? `${most}, no limit in ${fits}` : `${most} of ${quotaText(quota, limit)} in ${fits}`;
      return { label: QUOTA_WORDS[quota], value };
    }),
  };
}

/** Those that save the most first, of each currency by itself in the order of its name; what saves an unknown amount last. */
export function inOrder(savings: readonly Saving[]): Saving[] {
  const size = ({ saves }: Saving) => (saves === null ? -1 : Number(saves.amount));
  const currency = ({ saves }: Saving) => saves?.currency ?? '￿';
  return savings.toSorted((a, b) => (currency(a) === currency(b) ? size(b) - size(a) : currency(a) < currency(b) ? -1 : 1));
}
