import { type Advice, type Evidence, excessEvidence, type Money, moneyText, nameOf, type Subject } from './advice.ts';
import type { CampaignFact, Excess, Facts, ShowFact } from './facts.ts';
import { bringsItsOwn, differ, LEAST_CHANCE, type Move, movesOf } from './moves.ts';
import { gainOf, type Line, returnsOf } from './returns.ts';

/** A campaign that ends within so many days, or ended so recently, is to be renewed or not. */
const RENEWAL_DAYS = 14;
const DAY_MS = 86_400_000;

interface Spent {
  key: string;
  name: string | null;
  spendMinor: number;
  excess: Excess;
}

type Funded = CampaignFact | ShowFact;

const isSpent = <One extends Funded>(one: One): one is One & Spent => one.spendMinor !== null && one.spendMinor > 0 && one.excess !== null;

function lineOf({ key, name, spendMinor, excess }: Spent): Line {
  return {
    key,
    name: nameOf({ key, name }),
    amount: spendMinor,
    excess: excess.value,
    variance: excess.variance,
    gathering: excess.gathering,
  };
}

function spendEvidence({ key, name, spendMinor }: Spent, money: Money): Evidence {
  return {
    label: `spend for ${nameOf({ key, name })}`,
    value: moneyText(spendMinor, money),
    definition: 'of the period: booked spend by the share of its exposures, else what was delivered at the price of its placements',
  };
}

const CURVE = 'Conversions answer to money by a power between 0.55 and 1, which is not known here and is in the interval.';

function moveAdvice(move: Move, spent: readonly Spent[], type: 'campaign' | 'show', { facts, money }: Asked): Advice {
  const { from, to, moved, gain } = move;
  const [giver, taker] = [from, to].map(({ key }) => spent.find((one) => one.key === key)).filter((one) => one !== undefined);
  const subjects: Subject[] = [from, to].map(({ key, name }) => ({ type, key, name }));
  return {
    kind: 'move_budget',
    key: `move_budget:${type}:${from.key}:${to.key}`.slice(0, 500),
    subjects,
    title: `Move ${moneyText(moved, money)} from ${from.name} to ${to.name}`,
    says: `Of what ${from.name} costs in ${facts.period.days} days, spend ${moneyText(moved, money)} on ${to.name} instead.`,
    unit: 'conversions',
    gain,
    evidence: [
      excessEvidence(`conversions beyond chance, ${from.name}`, giver.excess, facts),
      excessEvidence(`conversions beyond chance, ${to.name}`, taker.excess, facts),
      spendEvidence(giver, money),
      spendEvidence(taker, money),
    ],
    against: [
      `An experiment that finds less effect for ${to.name}, or more for ${from.name}: attribution alone cannot tell cause from habit.`,
      `Ads of others in the same episodes: what they bring is seen of ${to.name}, too.`,
      `${to.name} cannot deliver more at the same price.`,
      CURVE,
    ],
    watch: {
      measure: type === 'campaign' ? 'campaign_excess' : 'show_excess',
      keys: [from.key, to.key],
      before: giver.excess.value + taker.excess.value,
      variance: giver.excess.variance + taker.excess.variance,
      days: facts.period.days,
    },
  };
}

/** What advice is made of: the facts, the money they are in, and the day it is. */
export interface Asked {
  facts: Facts;
  money: Money;
  today: string;
}

/** Money that would bring more elsewhere: between running campaigns, else between shows whose ads have a price. */
export function moveBudget(asked: Asked): Advice[] {
  const campaigns = asked.facts.campaigns.filter((one) => one.isRunning).filter(isSpent);
  const shows = asked.facts.shows.filter(isSpent);
  const sets = [
    { type: 'campaign' as const, spent: campaigns },
    { type: 'show' as const, spent: shows },
  ].filter(({ spent }) => spent.length > 1);
  return sets.flatMap(({ type, spent }) => movesOf(spent.map(lineOf), sets.length).map((move) => moveAdvice(move, spent, type, asked)));
}

/** The same with what a conversion is worth. */
interface Valued extends Asked {
  valueMinor: number;
}

function daysTo(day: string, today: string): number {
  return (Date.parse(day) - Date.parse(today)) / DAY_MS;
}

function netAdvice(kind: 'renew' | 'cut', one: Spent, gain: Advice['gain'], { facts, money, valueMinor }: Valued): Advice {
  const name = nameOf(one);
  const net = one.excess.value * valueMinor - one.spendMinor;
  const says =
    kind === 'renew'
      ? `Renew ${name} as it was: what it brings beyond chance is worth more than it costs.`
      : `Stop ${name}: even if every conversion that is matched with it were its doing, they would be worth less than it costs.`;
  return {
    kind,
    key: `${kind}:campaign:${one.key}`,
    subjects: [{ type: 'campaign', key: one.key, name }],
    title: kind === 'renew' ? `Renew ${name}` : `Cut ${name}`,
    says,
    unit: 'money',
    gain,
    evidence: [
      excessEvidence(`conversions beyond chance, ${name}`, one.excess, facts),
      spendEvidence(one, money),
      { label: 'mean value of a conversion', value: moneyText(valueMinor, money), definition: 'of attributed purchases and subscriptions' },
    ],
    against: [
      'Conversions are worth more, or less, than their first order: the value here is that of the order alone.',
      kind === 'renew'
        ? `An experiment that finds less effect for ${name}.`
        : `Orders that nothing ties to an exposure: what is not matched counts as not brought by ${name}.`,
    ],
    watch: {
      measure: 'campaign_net',
      keys: [one.key],
      before: net,
      variance: one.excess.variance * valueMinor ** 2,
      days: facts.period.days,
    },
  };
}

function renewals(asked: Valued): Advice[] {
  const { facts, today, valueMinor } = asked;
  const ending = facts.campaigns.filter(({ endsOn }) => endsOn !== null && Math.abs(daysTo(endsOn, today)) <= RENEWAL_DAYS).filter(isSpent);
  const lines = facts.campaigns.filter(isSpent);
  const returns = returnsOf(lines.map(lineOf));
  return ending.flatMap((one) => {
    if (!bringsItsOwn(lineOf(one))) return [];
    // One campaign alone has nothing to be drawn to.
    const shrunk = returns?.lines[lines.indexOf(one)];
    const own = { mean: one.excess.value / one.spendMinor, deviation: Math.sqrt(one.excess.variance) / one.spendMinor };
    const { mean, deviation } = shrunk ?? own;
    const scale = one.spendMinor * valueMinor;
    const gain = gainOf({ mean: mean * scale - one.spendMinor, deviation: deviation * scale });
    return gain.chance >= LEAST_CHANCE ? [netAdvice('renew', one, gain, asked)] : [];
  });
}

/** The largest share of conversions, whatever caused them, that is taken to be not matched at all: half of them. */
const UNSEEN = 2;

function cuts(asked: Valued): Advice[] {
  const { valueMinor } = asked;
  const lines = asked.facts.campaigns.filter((one) => one.isRunning).filter(isSpent);
  const returns = returnsOf(lines.map(lineOf));
  // Where all campaigns look alike, that nothing is seen of one says more about the tracking than about the campaign.
  if (!returns || !differ(returns)) return [];
  const scale = asked.facts.conversions.eligible / Math.max(1, asked.facts.conversions.sampled);
  return lines.flatMap((one, place) => {
    if (returns.lines[place].mean >= returns.typical.mean) return [];
    const matched = UNSEEN * one.excess.before * scale;
    const deviation = UNSEEN * scale * Math.sqrt(one.excess.before + 1);
    const gain = gainOf({ mean: one.spendMinor - matched * valueMinor, deviation: deviation * valueMinor });
    return gain.chance >= 0.95 ? [netAdvice('cut', one, gain, asked)] : [];
  });
}

/** Campaigns about to end that pay, and running ones that cannot. */
export function renewOrCut(asked: Asked): Advice[] {
  const { valueMinor } = asked.facts;
  return valueMinor === null ? [] : [...renewals({ ...asked, valueMinor }), ...cuts({ ...asked, valueMinor })];
}
