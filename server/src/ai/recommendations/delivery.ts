import { type Advice, countText, type Evidence, excessEvidence, nameOf, percentText } from './advice.ts';
import type { Excess, Facts, FrequencyFact, FrequencyStep, PositionFact } from './facts.ts';
import { LEAST_CHANCE, type Move, movesOf } from './moves.ts';
import { chanceBelow, gainOf, type Line } from './returns.ts';

type Measured = PositionFact & { excess: Excess };

function positionAdvice({ from, to, moved, gain }: Move, ads: readonly Measured[], facts: Facts): Advice {
  const [worse, better] = [from, to].map(({ key }) => ads.find(({ position }) => position === key)).filter((one) => one !== undefined);
  const show = nameOf({ key: worse.show, name: worse.showName });
  const exposures = ({ position, exposures: count }: PositionFact): Evidence => ({
    label: `exposures, ${words(position)}`,
    value: countText(count),
    definition: `downloads and impressions of placements at this position of ${show}`,
  });
  return {
    kind: 'change_position',
    key: `change_position:${worse.show}:${from.key}:${to.key}`.slice(0, 500),
    subjects: [{ type: 'show', key: worse.show, name: show }],
    title: `Book ${words(to.key)} rather than ${words(from.key)} in ${show}`,
    says: `Of the exposures ${words(from.key)} in ${show}, book ${countText(moved)} as ${words(to.key)} for the same money.`,
    unit: 'conversions',
    gain,
    evidence: [
      excessEvidence(`conversions beyond chance, ${words(from.key)}`, worse.excess, facts),
      excessEvidence(`conversions beyond chance, ${words(to.key)}`, better.excess, facts),
      exposures(worse),
      exposures(better),
    ],
    against: [
      `${words(to.key)} costs more for an exposure than ${words(from.key)}: the gain is for equal prices.`,
      'Other ads, or other offers, stood at the one position than at the other.',
      'A test of variants that finds no difference.',
    ],
    watch: {
      measure: 'position_excess',
      keys: [worse.show, from.key, to.key],
      before: worse.excess.value + better.excess.value,
      variance: worse.excess.variance + better.excess.variance,
      days: facts.period.days,
    },
  };
}

const words = (position: string): string => position.replaceAll('_', '-');

/** Positions within a show of which one brings more for an exposure than the other. */
export function changePosition(facts: Facts): Advice[] {
  const ads = facts.positions.filter((one): one is Measured => one.excess !== null && one.exposures > 0);
  const shows = [...Map.groupBy(ads, ({ show }) => show).values()].filter((some) => some.length > 1);
  return shows.flatMap((some) => {
    const lines: Line[] = some.map(({ position, exposures, excess }) => ({
      key: position,
      name: position,
      amount: exposures,
      excess: excess.value,
      variance: excess.variance,
      gathering: excess.gathering,
    }));
    return movesOf(lines, shows.length).map((move) => positionAdvice(move, some, facts));
  });
}

/** Caps that are looked at, in exposures of a household within one lookback. */
const CAPS = [2, 3, 4, 6, 8];
/** How far exposures may have risen or fallen: else households had another number of them after their orders than before. */
const [LEAST_RATIO, MOST_RATIO] = [0.8, 1.25];
/** So much of all exposures must lie beyond a cap to be worth one. */
const LEAST_BEYOND = 0.1;
const FALSE_ALARM = 0.03;

interface Side {
  exposures: number;
  excess: number;
  variance: number;
}

interface Cap {
  cap: number;
  within: Side;
  beyond: Side;
}

const sum = <Item>(items: readonly Item[], of: (item: Item) => number) => items.reduce((all, item) => all + of(item), 0);

/**
 * Splits what a campaign brings at a cap: households beyond it would have brought as much as those at or just below it do, and what they
 * brought more than that is due to the exposures beyond.
 */
function splitAt(cap: number, { steps, ratio, scale }: FrequencyFact): Cap | undefined {
  const [few, many] = [steps.filter(({ exposures }) => exposures <= cap), steps.filter(({ exposures }) => exposures > cap)];
  const near = few.filter(({ exposures }) => exposures > cap / 2);
  const [nearHouseholds, manyHouseholds] = [sum(near, ({ households }) => households), sum(many, ({ households }) => households)];
  if (nearHouseholds === 0 || manyHouseholds === 0) return undefined;
  const excess = (some: readonly FrequencyStep[]) => scale * sum(some, ({ before, after }) => before - ratio * after);
  const variance = (some: readonly FrequencyStep[]) => scale ** 2 * sum(some, ({ before, after }) => before + ratio ** 2 * after + 1);
  const share = manyHouseholds / nearHouseholds;
  const asCapped = share * excess(near);
  const cappedVariance = share ** 2 * variance(near);
  return {
    cap,
    within: {
      exposures: sum(few, ({ exposures, households }) => exposures * households) + cap * manyHouseholds,
      excess: excess(few) + asCapped,
      variance: variance(few) + cappedVariance,
    },
    beyond: {
      exposures: sum(many, ({ exposures, households }) => (exposures - cap) * households),
      excess: excess(many) - asCapped,
      variance: variance(many) + cappedVariance,
    },
  };
}

/** What as many exposures bring as lie beyond the cap when they go to households that have not reached it. */
function capGain({ within, beyond }: Cap) {
  const moved = beyond.exposures / within.exposures;
  return gainOf({
    mean: moved * within.excess - beyond.excess,
    deviation: Math.sqrt(moved ** 2 * within.variance + beyond.variance),
  });
}

function capAdvice(found: Cap, fact: FrequencyFact, gain: Advice['gain'], facts: Facts): Advice {
  const { cap, within, beyond } = found;
  const name = nameOf({ key: fact.campaign, name: fact.name });
  const side = (label: string, { exposures, excess }: Side): Evidence => ({
    label,
    value: `${countText(exposures)} exposures, ${countText(excess)} conversions beyond chance`,
    definition: `households by their exposures to ${name} within ${facts.lookbackDays} days`,
  });
  return {
    kind: 'cap_frequency',
    key: `cap_frequency:${fact.campaign}`,
    subjects: [{ type: 'campaign', key: fact.campaign, name }],
    title: `Cap ${name} at ${cap} exposures in ${facts.lookbackDays} days`,
    says:
      `Have ${name} reach a household at most ${cap} times in ${facts.lookbackDays} days, and other households ` +
      'with the exposures that frees.',
    unit: 'conversions',
    gain,
    evidence: [
      side(`up to ${cap} exposures of a household`, within),
      side(`beyond ${cap}`, beyond),
      {
        label: 'share of exposures beyond the cap',
        value: percentText(beyond.exposures / (within.exposures + beyond.exposures)),
        definition: 'downloads and impressions on addresses that may stand for a household',
      },
    ],
    against: [
      'There are no other households to reach for the same price.',
      'Several people behind one address: a household is told by its address, and each of them may have heard the ad seldom.',
      'A test with two caps that finds no difference.',
    ],
    watch: {
      measure: 'campaign_excess',
      keys: [fact.campaign],
      before: within.excess + beyond.excess,
      variance: within.variance + beyond.variance,
      days: facts.period.days,
    },
  };
}

/** Campaigns whose later exposures of a household bring less than first ones would. */
export function capFrequency(facts: Facts): Advice[] {
  const able = facts.frequencies.filter(({ ratio }) => ratio >= LEAST_RATIO && ratio <= MOST_RATIO);
  return able.flatMap((fact) => {
    const caps = CAPS.flatMap((cap) => splitAt(cap, fact) ?? []).filter(
      ({ within, beyond }) => beyond.exposures / (within.exposures + beyond.exposures) >= LEAST_BEYOND,
    );
    // Each cap and campaign is one more chance to be taken in.
    const needed = 1 - FALSE_ALARM / Math.max(1, caps.length * able.length);
    const found = caps
      .map((cap) => ({ cap, gain: capGain(cap) }))
      .filter(
        ({ gain, cap: { within } }) =>
          gain.chance >= Math.max(LEAST_CHANCE, needed) && chanceBelow(within.excess / Math.sqrt(within.variance)) >= needed,
      )
      .sort((a, b) => b.gain.value - a.gain.value)
      .at(0);
    return found ? [capAdvice(found.cap, fact, found.gain, facts)] : [];
  });
}
