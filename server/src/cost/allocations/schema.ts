import { z } from 'zod';
import { CatalogKey } from '../../catalog/campaigns/schema.ts';
import { decimalUnits } from '../../platform/decimals.ts';
import { Currency, minorDigits } from '../../platform/money.ts';
import { PageQuery } from '../../platform/paging.ts';
import { Month } from '../entries/schema.ts';
import { Decimal } from '../prices/schema.ts';

const DIGITS = 10;
const MOST_POOLS = 50;
const MOST_OWNERS = 1_000;
const MOST_WORDS = 50;
const HUNDRED = 100n * 10n ** BigInt(DIGITS);

/** Whom the bill is split over. */
export const DIMENSIONS = ['campaign', 'advertiser', 'feature'] as const;
export const Dimension = z.enum(DIMENSIONS, { error: `must be one of ${DIMENSIONS.join(', ')}` });
export type Dimension = z.infer<typeof Dimension>;

const unitsOf = (text: string) => decimalUnits(text, DIGITS) ?? 0n;
const word = z.string().min(1, 'must not be empty').max(100, 'has at most 100 characters');

function refuseTwice(
  items: readonly { owner: string }[],
  addIssue: (issue: { code: 'custom'; path: PropertyKey[]; message: string }) => void,
) {
  const known = new Set<string>();
  for (const [place, { owner }] of items.entries()) {
    if (known.has(owner)) addIssue({ code: 'custom', path: [place, 'owner'], message: 'stands in the list twice' });
    known.add(owner);
  }
}

const capacity = {
  capacity: Decimal.refine((text) => unitsOf(text) > 0n, 'must be above 0')
    .nullable()
    .default(null)
    .describe('what is paid for in the month, in the unit that is counted; the share that nobody used is idle. null: none is stated'),
  spreadIdle: z.boolean().default(false).describe('true: what is idle is split over the owners as the rest, instead of a line of its own'),
};

const Weights = z
  .array(z.strictObject({ owner: CatalogKey, weight: Decimal }))
  .min(1, 'must name at least one owner')
  .max(MOST_OWNERS, `names at most ${MOST_OWNERS} owners`)
  .superRefine((weights, { addIssue }) => {
    refuseTwice(weights, addIssue);
    if (weights.length > 0 && weights.every(({ weight }) => unitsOf(weight) === 0n))
      addIssue({ code: 'custom', message: 'must not all be 0: one owner at least has to have a weight' });
  });

const Shares = z
  .array(
    z.strictObject({
      owner: CatalogKey,
      percent: Decimal.optional().describe('of the pool'),
      amount: Decimal.optional().describe('of each month, in the currency of the driver'),
    }),
  )
  .min(1, 'must name at least one owner')
  .max(MOST_OWNERS, `names at most ${MOST_OWNERS} owners`);

const Fixed = z
  .strictObject({
    kind: z.literal('fixed'),
    currency: Currency.nullable().default(null).describe('of amounts; null with percents'),
    shares: Shares.describe('a percent each, or with a currency an amount each; what they leave of the pool is idle'),
  })
  .superRefine(({ currency, shares }, { addIssue }) => {
    refuseTwice(shares, (issue) => addIssue({ ...issue, path: ['shares', ...issue.path] }));
    const own = currency === null ? 'percent' : 'amount';
    const rule = currency === null ? 'must have a percent, and no amount, as there is no currency' : 'must have an amount, and no percent';
    for (const [place, share] of shares.entries()) {
      const { percent, amount } = share;
      if ((percent === undefined) === (amount === undefined) || share[own] === undefined)
        addIssue({ code: 'custom', path: ['shares', place], message: rule });
      else if (currency !== null && (amount?.split('.')[1] ?? '').replace(/0+$/, '').length > minorDigits(currency))
        addIssue({ code: 'custom', path: ['shares', place, 'amount'], message: `has more digits after the point than ${currency} has` });
    }
    const percents = shares.reduce((sum, { percent }) => sum + unitsOf(percent ?? '0'), 0n);
    if (percents > HUNDRED) addIssue({ code: 'custom', path: ['shares'], message: 'must not come to more than 100 percent together' });
  });

/** By what a pool is split. */
export const AllocationDriver = z
  .discriminatedUnion(
    'kind',
    [
      z.strictObject({ kind: z.literal('usage'), meter: word.describe('whose usage by owner is the measure'), ...capacity }),
      z.strictObject({ kind: z.literal('deliveries'), ...capacity }),
      z.strictObject({ kind: z.literal('even') }),
      z.strictObject({ kind: z.literal('weighted'), weights: Weights }),
      Fixed,
    ],
    { error: 'must have a kind: usage, deliveries, even, weighted or fixed' },
  )
  .describe(
    'usage: by what each owner used of a meter; deliveries: by downloads and impressions that were delivered; even: over all who are ' +
      'active in the month; weighted: by stated weights; fixed: stated percents or amounts',
  )
  .meta({ id: 'AllocationDriver' });
export type AllocationDriver = z.output<typeof AllocationDriver>;

const words = z.array(word).min(1, 'must not be empty; leave it out').max(MOST_WORDS, `has at most ${MOST_WORDS} items`);

export const REST = 'other';

export const AllocationPool = z
  .strictObject({
    key: z
      .string()
      .regex(/^[a-z][a-z0-9_]{0,49}$/, 'must be small letters, digits and _, beginning with a letter, at most 50 of them')
      .refine((key) => key !== REST, `must not be "${REST}": that is what no pool takes`),
    meters: words.optional().describe('entries of these meters'),
    kinds: z
      .array(z.enum(['usage', 'purchase', 'credit', 'tax']))
      .min(1, 'must not be empty; leave it out')
      .max(4)
      .optional()
      .describe('entries of these kinds'),
    features: words.optional().describe('entries of these features, such as hosting'),
    driver: AllocationDriver,
  })
  .refine(({ meters, kinds, features }) => meters !== undefined || kinds !== undefined || features !== undefined, {
    error: 'must say which entries it takes: by meters, kinds or features',
  })
  .meta({ id: 'AllocationPool' });
export type AllocationPool = z.output<typeof AllocationPool>;

export const NewAllocationRules = z
  .strictObject({
    pools: z
      .array(AllocationPool)
      .max(MOST_POOLS, `has at most ${MOST_POOLS} pools`)
      .superRefine((pools, { addIssue }) => {
        for (const [place, { key }] of pools.entries())
          if (pools.findIndex((one) => one.key === key) < place)
            addIssue({ code: 'custom', path: [place, 'key'], message: 'stands in the list twice' });
      })
      .describe('in order: an entry that names no owner goes to the first pool all of whose conditions it meets'),
    rest: AllocationDriver.describe(`by what the pool "${REST}" is split: entries that no other pool takes`),
  })
  .meta({ id: 'NewAllocationRules' });
export type NewAllocationRules = z.output<typeof NewAllocationRules>;

export const AllocationRules = z
  .object({
    dimension: Dimension,
    version: z.int().describe('from 1; 0 is what holds as long as nobody set anything'),
    pools: z.array(AllocationPool),
    rest: AllocationDriver,
    createdAt: z.string().nullable(),
    createdBy: z.string().nullable(),
  })
  .meta({ id: 'AllocationRules' });
export type AllocationRules = z.infer<typeof AllocationRules>;

export const AllocationRuleList = z.object({ items: z.array(AllocationRules) }).meta({ id: 'AllocationRuleList' });

export const NewAllocation = z
  .strictObject({ month: Month.describe('whose bill is split; not one to come'), dimension: Dimension })
  .meta({ id: 'NewAllocation' });
export type NewAllocation = z.output<typeof NewAllocation>;

const DRIVERS = ['direct', 'usage', 'deliveries', 'even', 'weighted', 'fixed'] as const;

export const AllocatedPool = z
  .object({
    pool: z.string(),
    currency: z.string(),
    amountMinor: z.int(),
    driver: z.enum(DRIVERS).describe('that the rules ask for'),
    applied: z.enum(DRIVERS).describe('by which it was split: even where there was nothing to measure by'),
    meter: z.string().nullable(),
    used: z.string().nullable().describe('of the meter in the month, by owners; of deliveries null for who may not see attribution'),
    unowned: z.string().nullable().describe('used by nobody that the dimension knows; takes no part in the split'),
    capacity: z.string().nullable(),
    note: z.string().nullable().describe('what to know of this split'),
  })
  .meta({ id: 'AllocatedPool' });
export type AllocatedPool = z.infer<typeof AllocatedPool>;

const PARTS = ['direct', 'shared', 'idle', 'unassigned'] as const;

export const AllocationLine = z
  .object({
    part: z
      .enum(PARTS)
      .describe('direct: entries that name the owner; shared: of a pool; idle: paid for and used by nobody; unassigned: no owner known'),
    pool: z.string().nullable().describe('null for direct cost'),
    driver: z.enum(DRIVERS),
    owner: z.string().nullable().describe('key of the campaign or advertiser, or the feature; null for what is idle or unassigned'),
    currency: z.string(),
    amountMinor: z.int(),
    basis: z
      .string()
      .nullable()
      .describe('the quantity, weight, percent or amount that the part follows from; of deliveries null for who may not see attribution'),
    unit: z.string().nullable().describe('of the basis'),
  })
  .meta({ id: 'AllocationLine' });
export type AllocationLine = z.infer<typeof AllocationLine>;

export const Allocation = z
  .object({
    id: z.uuid(),
    month: z.string(),
    dimension: Dimension,
    version: z.int().describe('of the month and dimension, from 1'),
    isLatest: z.boolean(),
    rulesVersion: z.int(),
    isMonthOpen: z.boolean().describe('whether the bill could still grow when it was computed'),
    inputHash: z.string().describe('SHA-256 over all that went in: the same inputs give the same lines'),
    invoices: z.array(z.object({ currency: z.string(), amountMinor: z.int() })).describe('of the month; the lines sum to it to the cent'),
    pools: z.array(AllocatedPool),
    createdAt: z.string(),
    createdBy: z.string(),
  })
  .meta({ id: 'Allocation' });
export type Allocation = z.infer<typeof Allocation>;

export const AllocationDetail = Allocation.extend({
  lines: z.array(AllocationLine),
  names: z.array(z.object({ owner: z.string(), name: z.string() })).describe('of owners that have one today, for people'),
}).meta({ id: 'AllocationDetail' });
export type AllocationDetail = z.infer<typeof AllocationDetail>;

export const AllocationFilter = z.strictObject({ month: Month.optional(), dimension: Dimension.optional() });
export type AllocationFilter = z.output<typeof AllocationFilter>;
export const AllocationQuery = PageQuery.extend(AllocationFilter.shape);
