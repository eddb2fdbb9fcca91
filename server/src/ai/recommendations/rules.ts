import { type Advice, countText, type Money, type Watch } from './advice.ts';
import { type Asked, moveBudget, renewOrCut } from './budget.ts';
import { capFrequency, changePosition } from './delivery.ts';
import type { Excess, Facts } from './facts.ts';
import { returnsOf } from './returns.ts';
import { testIncrementality } from './testing.ts';
import { fixTracking } from './tracking.ts';
import { type Kind, KINDS, type Unit, type VERDICTS } from './words.ts';

/** Why there is no advice of a kind. */
export interface Silence {
  kind: Kind;
  because: string;
}

/** What is to be done, the best first, and why nothing is said of the other kinds. */
export interface Recommended {
  advice: Advice[];
  silences: Silence[];
}

/** What is made comes before what becomes known. */
const UNIT_ORDER: Readonly<Record<Unit, number>> = { money: 0, conversions: 0, known_conversions: 1 };

function worthOf({ unit, gain }: Advice, { valueMinor }: Facts): number {
  return unit === 'money' ? gain.value : gain.value * (valueMinor ?? 1);
}

const many = (count: number, one: string, more = `${one}s`) => `${countText(count)} ${count === 1 ? one : more}`;

function whyNoMove({ campaigns, shows, conversions }: Facts): string {
  if (conversions.eligible === 0) return 'There is no conversion yet that is old enough to be judged.';
  const funded = [...campaigns.filter(({ isRunning }) => isRunning), ...shows].filter(
    ({ spendMinor, excess }) => spendMinor !== null && excess !== null,
  );
  if (funded.length < 2)
    return `Money moves between two campaigns, or two shows, of which spend is known; of ${countText(funded.length)} it is.`;
  const lines = campaigns.flatMap(({ key, spendMinor, excess }) =>
    spendMinor === null || spendMinor === 0 || excess === null
      ? []
      : [{ key, name: key, amount: spendMinor, excess: excess.value, variance: excess.variance, gathering: excess.gathering }],
  );
  const returns = returnsOf(lines);
  const chance = returns === undefined ? undefined : Math.round(100 * returns.sameByChance);
  const differing = chance === undefined ? '' : ` Lines that all return the same would differ as much in ${chance} of 100 cases.`;
  return `Not enough evidence: beyond what chance matches, what they return for the same money does not differ clearly.${differing}`;
}

const looked = ({ conversions }: Facts) => many(conversions.sampled, 'conversion');

const WHY: Readonly<Record<Kind, (facts: Facts) => string>> = {
  move_budget: whyNoMove,
  renew: ({ valueMinor }) =>
    valueMinor === null
      ? 'Conversions have no value in the currency of the spend, so that nothing can be held against a cost.'
      : 'No campaign ends within 14 days, or ended in the last 14, of which it is likely enough that it pays.',
  cut: () => 'Not enough evidence that any campaign could not pay even if all that is matched with it were its doing.',
  fix_tracking: () =>
    'No code without a campaign, no campaign without a name, no silent source and no lack of keys costs at least 5 conversions.',
  change_position: (facts) =>
    new Set(facts.positions.map(({ show }) => show)).size === facts.positions.length
      ? 'No show has placements at two positions.'
      : `Not enough evidence: positions differ no more than chance would have them, by ${looked(facts)}.`,
  cap_frequency: (facts) =>
    facts.frequencies.length === 0
      ? 'No campaign has exposures on addresses that may stand for a household.'
      : `Not enough evidence that later exposures of a household bring less, by ${looked(facts)}.`,
  test_incrementality: ({ campaigns }) =>
    campaigns.some(({ experiments }) => experiments.length > 0)
      ? 'The campaigns that cost much have an experiment, or too few conversions for one.'
      : 'No running campaign has a fifth of the spend and at least 30 credited conversions.',
};

/**
 * What the facts say should be done: only what is likely, to at least 80 % after it was drawn to what is usual, to bring anything at all;
 * what makes conversions or money first, then what makes them known, each with the largest expected gain first.
 */
export function recommend(facts: Facts, money: Money, today: string): Recommended {
  const asked: Asked = { facts, money, today };
  const advice = [
    ...moveBudget(asked),
    ...renewOrCut(asked),
    ...fixTracking(facts),
    ...changePosition(facts),
    ...capFrequency(facts),
    ...testIncrementality(facts, money),
  ].sort((a, b) => UNIT_ORDER[a.unit] - UNIT_ORDER[b.unit] || worthOf(b, facts) - worthOf(a, facts) || (a.key < b.key ? -1 : 1));
  const spoken = new Set(advice.map(({ kind }) => kind));
  return {
    advice,
    silences: KINDS.filter((kind) => !spoken.has(kind)).map((kind) => ({ kind, because: WHY[kind](facts) })),
  };
}

interface Measured {
  value: number;
  variance: number;
}

function sumOf(excesses: readonly (Excess | null)[]): Measured | undefined {
  const known = excesses.filter((one) => one !== null);
  if (known.length === 0) return undefined;
  return { value: known.reduce((sum, { value }) => sum + value, 0), variance: known.reduce((sum, { variance }) => sum + variance, 0) };
}

const counted = (value: number): Measured => ({ value, variance: Math.max(1, value) });

const campaignsOf = ({ keys }: Watch, { campaigns }: Facts) => campaigns.filter(({ key }) => keys.includes(key));

function netOf(watch: Watch, facts: Facts): Measured | undefined {
  const campaigns = campaignsOf(watch, facts);
  const excess = sumOf(campaigns.map((one) => one.excess));
  const spend = campaigns.reduce((sum, { spendMinor }) => sum + (spendMinor ?? 0), 0);
  if (facts.valueMinor === null) return undefined;
  // A campaign that was cut neither brings nor costs.
  if (!excess) return { value: -spend, variance: 0 };
  return { value: excess.value * facts.valueMinor - spend, variance: excess.variance * facts.valueMinor ** 2 };
}

/** The figure that a recommendation watches, in other facts; undefined where these do not tell it. */
const MEASURES: Readonly<Record<Watch['measure'], (watch: Watch, facts: Facts) => Measured | undefined>> = {
  campaign_excess: (watch, facts) => sumOf(campaignsOf(watch, facts).map(({ excess }) => excess)),
  show_excess: ({ keys }, { shows }) => sumOf(shows.filter(({ key }) => keys.includes(key)).map(({ excess }) => excess)),
  position_excess: ({ keys: [of, ...positions] }, facts) =>
    sumOf(facts.positions.filter(({ show, position }) => show === of && positions.includes(position)).map(({ excess }) => excess)),
  campaign_net: netOf,
  unmapped_codes: ({ keys }, { unmappedCodes }) =>
    counted(unmappedCodes.filter(({ code }) => keys.includes(code)).reduce((sum, { uses }) => sum + uses, 0)),
  unmatchable: (_watch, { unmatchable }) => counted(unmatchable.conversions.value ?? 0),
  conversions: (_watch, { conversions }) => counted(conversions.eligible),
  unpriced: (watch, facts) =>
    counted(
      campaignsOf(watch, facts)
        .filter(({ isStub }) => isStub)
        .reduce((sum, { credited }) => sum + (credited.value ?? 0), 0),
    ),
  experiments: (watch, facts) => {
    const isTested = campaignsOf(watch, facts).some(({ experiments }) => experiments.length > 0);
    return { value: Number(isTested), variance: 0 };
  },
};

/** Where less of what is watched is the gain. */
const IS_REDUCED: readonly Watch['measure'][] = ['unmapped_codes', 'unmatchable', 'unpriced'];

/** What came of a recommendation that was followed, in as long a time as its gain was stated for. */
export interface Outcome {
  from: string;
  to: string;
  value: number;
  low: number;
  high: number;
  verdict: (typeof VERDICTS)[number];
}

const WIDTH_80 = 1.2815515655446004;

/**
 * What came of a recommendation: the figure that it watches, in a later time, less that before, brought to the days of before. As expected
 * where the two intervals of 80 % meet and the later one lies above 0, unclear where they meet and it does not.
 */
export function outcomeOf(watch: Watch, expected: { low: number; high: number; value: number }, later: Facts): Outcome | undefined {
  const found = MEASURES[watch.measure](watch, later);
  if (!found) return undefined;
  const times = watch.days / later.period.days;
  const { from, to } = later.period;
  if (watch.measure === 'experiments') {
    const value = found.value > 0 ? expected.value : 0;
    return { from, to, value, low: value, high: value, verdict: found.value > 0 ? 'as_expected' : 'worse' };
  }
  const sign = IS_REDUCED.includes(watch.measure) ? -1 : 1;
  const value = sign * (found.value * times - watch.before);
  const half = WIDTH_80 * Math.sqrt(found.variance * times ** 2 + watch.variance);
  const [low, high] = [value - half, value + half];
  const verdict = low > expected.high ? 'better' : high < expected.low ? 'worse' : low > 0 ? 'as_expected' : 'unclear';
  return { from, to, value, low, high, verdict };
}
