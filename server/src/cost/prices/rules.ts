import { decimalText, decimalUnits, proportionalParts, roundedQuotient } from '../../platform/decimals.ts';
import type { Price as StoredVersion } from './schema.ts';

/** Quantities, prices and amounts are whole numbers of ten-billionths: what the columns numeric(…,10) hold. */
const DIGITS = 10;

/** A decimal number in ten-billionths. @throws RangeError for anything that is no plain decimal number. */
export function units(text: string): bigint {
  const found = decimalUnits(text, DIGITS);
  if (found === undefined) throw new RangeError(`${text} is no plain decimal number`);
  return found;
}

/** The decimal number that so many ten-billionths are. */
export function unitsText(all: bigint): string {
  return decimalText(all, DIGITS);
}

/** The meter whose quantity is money already: it needs no price to cost something. */
const MONEY_METER = 'ai_spend_usd';
export const MONEY_CURRENCY = 'USD';

/** Whether a meter counts money. */
export function isMoney(meter: string): boolean {
  return meter === MONEY_METER;
}

/** How a meter's quantity of a calendar month is priced. All figures are in ten-billionths. */
export interface PriceTerms {
  /** What one price is asked for, above 0: 1,000 for a price per thousand. */
  unitQuantity: bigint;
  /** graduated: each tier's quantity at its own price; volume: the whole quantity at the price of the tier that the month reaches. */
  mode: 'graduated' | 'volume';
  /** Free in each month, before the tiers begin. */
  included: bigint;
  /** In order; the last one has no end. `upTo` counts what is beyond the included quantity, and belongs to its tier. */
  tiers: readonly { upTo: bigint | null; price: bigint }[];
}

/** A part of a quantity with one price. */
export interface PricedPart {
  /** 0 for what is included, else the place of the tier, from 1. */
  tier: number;
  quantity: bigint;
  amount: bigint;
}

const least = (a: bigint, b: bigint | null) => (b === null || a < b ? a : b);

function amountOf({ unitQuantity, tiers }: PriceTerms, tier: number, quantity: bigint): bigint {
  return tier === 0 ? 0n : roundedQuotient(quantity * tiers[tier - 1].price, unitQuantity);
}

/** How much of a quantity lies in each tier, the included one first. `total` is the quantity of the whole month. */
function quantitiesOf({ mode, included, tiers }: PriceTerms, quantity: bigint, total: bigint): bigint[] {
  const free = least(quantity, included);
  const billable = quantity - free;
  if (mode === 'volume') {
    const reached = total > included ? total - included : 0n;
    const place = tiers.findIndex(({ upTo }) => upTo === null || reached <= upTo);
    return [free, ...tiers.map((_, own) => (own === place ? billable : 0n))];
  }
  let below = 0n;
  const parts = tiers.map(({ upTo }) => {
    const upper = least(billable, upTo);
    const part = upper > below ? upper - below : 0n;
    below = upTo ?? billable;
    return part;
  });
  return [free, ...parts];
}

/** What the quantity of a month costs that is used between two of its counts, tier by tier; all three counts are from 0. */
export function partsBetween(terms: PriceTerms, { before, after, total }: { before: bigint; after: bigint; total: bigint }): PricedPart[] {
  const [from, to] = [before, after].map((quantity) => quantitiesOf(terms, quantity, total));
  return to.flatMap((upper, tier): PricedPart[] => {
    const quantity = upper - from[tier];
    if (quantity === 0n) return [];
    return [{ tier, quantity, amount: amountOf(terms, tier, upper) - amountOf(terms, tier, from[tier]) }];
  });
}

/** What a month's quantity costs in all. */
export function costOf(terms: PriceTerms, quantity: bigint): bigint {
  return partsBetween(terms, { before: 0n, after: quantity, total: quantity }).reduce((sum, { amount }) => sum + amount, 0n);
}

/** Whose a quantity is; '' where it is nobody's. */
export interface Owner {
  campaign: string;
  feature: string;
}

/** What an owner used on one day. */
export interface DayUse extends Owner {
  /** YYYY-MM-DD, of the tenant's zone. */
  day: string;
  quantity: bigint;
}

/** A version of a price, as the days of a month are priced with it. */
export interface Price extends PriceTerms {
  /** 0 for what is money already, and so needs no price. */
  version: number;
  currency: string;
}

/** How money is priced that is counted: by itself. */
export const MONEY_PRICE: Price = {
  version: 0,
  currency: MONEY_CURRENCY,
  unitQuantity: 10n ** BigInt(DIGITS),
  mode: 'graduated',
  included: 0n,
  tiers: [{ upTo: null, price: 10n ** BigInt(DIGITS) }],
};

/** What is due for an owner's quantity of one day in one tier. */
export interface Due extends Owner {
  day: string;
  tier: number;
  priceVersion: number;
  currency: string;
  quantity: bigint;
  amount: bigint;
}

function orderOf(a: Owner, b: Owner): number {
  if (a.campaign !== b.campaign) return a.campaign < b.campaign ? -1 : 1;
  return a.feature < b.feature ? -1 : a.feature > b.feature ? 1 : 0;
}

/**
 * Splits the priced parts of a day among those who used it, by their quantities: quantities and amounts of the parts are kept exactly, and
 * so are the quantities of each owner, since the largest part gives each what the others did not.
 */
function splitDay(parts: readonly PricedPart[], uses: readonly DayUse[]): { use: DayUse; part: PricedPart }[] {
  const weights = uses.map(({ quantity }) => quantity);
  const left = [...weights];
  const largest = parts.reduce((best, part, place) => (part.quantity > parts[best].quantity ? place : best), 0);
  const shares = parts.map(({ quantity }, place) => {
    if (place === largest) return [];
    const own = proportionalParts(quantity, weights);
    for (const [user, share] of own.entries()) left[user] -= share;
    return own;
  });
  shares[largest] = left;
  return parts.flatMap(({ tier, amount }, place) => {
    const amounts = proportionalParts(
      amount,
      shares[place].map((share) => (share > 0n ? share : 0n)),
    );
    return uses.flatMap((use, user) =>
      shares[place][user] === 0n ? [] : [{ use, part: { tier, quantity: shares[place][user], amount: amounts[user] } }],
    );
  });
}

/**
 * What is due for the uses of one meter in one calendar month: each day at the price that holds on it, with tiers and the included quantity
 * counted through the month, whatever prices its days have. Days without a price are due nothing, and yet are counted. The order of the
 * uses does not matter.
 */
export function monthDues(uses: readonly DayUse[], priceOfDay: (day: string) => Price | undefined): Due[] {
  const total = uses.reduce((sum, { quantity }) => sum + quantity, 0n);
  const days = Map.groupBy(uses, ({ day }) => day);
  let before = 0n;
  const dues: Due[] = [];
  for (const day of [...days.keys()].toSorted()) {
    const own = (days.get(day) ?? []).filter(({ quantity }) => quantity > 0n).toSorted(orderOf);
    const after = own.reduce((sum, { quantity }) => sum + quantity, before);
    const price = priceOfDay(day);
    if (price !== undefined && own.length > 0)
      for (const { use, part } of splitDay(partsBetween(price, { before, after, total }), own))
        dues.push({ day, campaign: use.campaign, feature: use.feature, priceVersion: price.version, currency: price.currency, ...part });
    before = after;
  }
  return dues;
}

/** A version of a price: it holds from the day `validFrom` on. Without terms, there is no price from then on. */
export interface PriceVersion {
  /** Of the meter, from 1. */
  version: number;
  /** YYYY-MM-DD, of the tenant's zone. */
  validFrom: string;
  setBy: 'tenant' | 'operator';
  terms: (PriceTerms & { currency: string }) | null;
}

/** Versions as the rules read them, of one meter and in the order in which they were set. */
export function versionsOf(stored: readonly StoredVersion[]): PriceVersion[] {
  return stored.map(({ version, validFrom, setBy, currency, unitQuantity, mode, included, tiers }) => ({
    version,
    validFrom,
    setBy,
    terms:
      tiers === null || currency === null || unitQuantity === null || mode === null || included === null
        ? null
        : {
            currency,
            unitQuantity: units(unitQuantity),
            mode,
            included: units(included),
            tiers: tiers.map(({ upTo, price }) => ({ upTo: upTo === null ? null : units(upTo), price: units(price) })),
          },
  }));
}

/**
 * The version that holds on a day: the operator's latest one that has begun, where it has a price, else the tenant's own. Of two that begin
 * on one day the later one in the list holds.
 */
export function versionOn(versions: readonly PriceVersion[], day: string): PriceVersion | undefined {
  for (const setBy of ['operator', 'tenant'] as const) {
    const begun = versions.filter((one) => one.setBy === setBy && one.validFrom <= day);
    const latest = begun.reduce<PriceVersion | undefined>((best, one) => (best && best.validFrom > one.validFrom ? best : one), undefined);
    if (latest?.terms) return latest;
  }
  return undefined;
}

/** The price of a meter on a day: what somebody set, else of money the money itself; undefined where there is none. */
export function priceOn(meter: string, versions: readonly PriceVersion[], day: string): Price | undefined {
  const holding = versionOn(versions, day);
  if (holding?.terms) return { ...holding.terms, version: holding.version };
  return isMoney(meter) ? MONEY_PRICE : undefined;
}
