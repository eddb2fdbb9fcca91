import type { MeterPrices } from '../../bill-api.ts';
import { priceTexts as words } from '../../texts-bill.ts';
import { formatQuantity } from './usage-amounts.ts';

type Price = MeterPrices['versions'][number];
export type Tier = NonNullable<Price['tiers']>[number];

/** A price in words, such as "1,000 free a month, then 0.40 up to 100,000, 0.25 USD for 1,000 events". */
export function priceWords({ tiers, currency, unitQuantity, included }: Price, unit: string): string {
  if (tiers === null || currency === null) return words.states.unpriced;
  const free = included === null || included === '0' ? '' : words.free(formatQuantity(included, ''));
  const steps = tiers.map(({ upTo, price }) => (upTo === null ? price : words.step(price, formatQuantity(upTo, ''))));
  return `${free}${steps.join(', ')} ${words.per(currency, formatQuantity(unitQuantity ?? '1', ''), unit)}`;
}

/** Tiers as they stand in a form, a line each. */
export function tierLines(tiers: readonly Tier[]): string {
  return tiers.map(({ upTo, price }) => (upTo === null ? price : words.step(price, upTo))).join('\n');
}

/** Tiers as they were typed: a line each, such as "0.40 up to 100000", and last a price alone; undefined for what is none. */
export function readTiers(text: string): Tier[] | undefined {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const tiers = lines.map((line): Tier | undefined => {
    const [, price, upTo] = /^(\S+)(?:\s+up\s+to\s+(\S+))?$/.exec(line) ?? [];
    return price === undefined ? undefined : { price, upTo: upTo?.replaceAll(',', '') ?? null };
  });
  const read = tiers.filter((tier) => tier !== undefined);
  const isWhole = read.length === lines.length && read.length > 0 && read.findIndex(({ upTo }) => upTo === null) === read.length - 1;
  return isWhole ? read : undefined;
}
