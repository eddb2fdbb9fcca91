import type { Advice } from '../../../server/src/ai/recommendations/advice.ts';
import type { CampaignFact, Facts } from '../../../server/src/ai/recommendations/facts.ts';
import { recommend } from '../../../server/src/ai/recommendations/rules.ts';
import { contrastsOf } from '../../../server/src/attribution/placebo/contrast.ts';
import { type BudgetWorld, FIRST_DAY, LAST_DAY, LOOKBACK_DAYS, simulateBudgets } from '../../../simulator/src/budgets/world.ts';

const PERIOD_DAYS = 90;
const LOOK_EVERY_DAYS = 3;
/** Looks of a month. */
export const LOOKS = Math.floor((LAST_DAY - FIRST_DAY - PERIOD_DAYS) / LOOK_EVERY_DAYS) + 1;
const TODAY = '2026-11-20';
const USD = { currency: 'USD', digits: 2 };
/** What an order is worth: about what its part of the spend is. */
const VALUE_MINOR = 4_000;

const NOTHING = { value: null, low: null, high: null };

/** What is known of a world's campaigns after the 90 days from `first` on; every third one is about to end. */
function factsOf({ campaigns, orders, daily }: BudgetWorld, first: number): Facts {
  const isWithin = (day: number) => day >= first && day < first + PERIOD_DAYS;
  const told = orders.filter(({ day }) => isWithin(day));
  const seen = contrastsOf(told, daily, LOOKBACK_DAYS);
  const campaignFact = ({ key, costMinor }: BudgetWorld['campaigns'][number], place: number): CampaignFact => {
    const contrast = seen.get(key);
    const exposures = [...(daily.get(key) ?? [])].reduce((sum, [day, count]) => sum + (isWithin(day) ? count : 0), 0);
    return {
      key,
      name: null,
      exposures,
      spendMinor: exposures === 0 ? null : Math.round(costMinor * exposures),
      credited: NOTHING,
      excess: contrast ? { ...contrast, value: contrast.excess } : null,
      endsOn: place % 3 === 0 ? TODAY : null,
      isRunning: true,
      isStub: false,
      experiments: [],
    };
  };
  return {
    period: { from: '2026-07-23T00:00:00Z', to: '2026-10-21T00:00:00Z', days: PERIOD_DAYS },
    lookbackDays: LOOKBACK_DAYS,
    conversionKinds: ['purchase'],
    currency: 'USD',
    valueMinor: VALUE_MINOR,
    conversions: { eligible: told.length, sampled: told.length },
    campaigns: campaigns.map(campaignFact),
    shows: [],
    positions: [],
    frequencies: [],
    unmappedCodes: [],
    unmatchable: { exposures: 0, of: 0, conversions: NOTHING },
    sources: [],
  };
}

const BUDGET_KINDS: readonly Advice['kind'][] = ['move_budget', 'renew', 'cut'];

function budgetAdvice(facts: Facts): Advice[] {
  return recommend(facts, USD, TODAY).advice.filter(({ kind }) => BUDGET_KINDS.includes(kind));
}

/** How many campaigns of a world without effects are told to change their budget: at the first look, and at any of several. */
export function advisedWithoutEffect(seed: number, looks: number): { campaigns: number; first: number; ever: number } {
  const world = simulateBudgets({ seed, hasEffect: false });
  const ever = new Set<string>();
  let first = 0;
  for (let look = 0; look < looks; look += 1) {
    const advice = budgetAdvice(factsOf(world, FIRST_DAY + look * LOOK_EVERY_DAYS));
    for (const { subjects } of advice) for (const { name } of subjects) ever.add(name);
    if (look === 0) first = ever.size;
  }
  return { campaigns: world.campaigns.length, first, ever: ever.size };
}

/** What moving money as advised brings in a world with effects, in 90 days; undefined where no move is advised. */
export function followedAdvice(
  seed: number,
): { gained: number; expected: number; caused: number; inside: number; moves: number } | undefined {
  const world = simulateBudgets({ seed, hasEffect: true });
  const facts = factsOf(world, LAST_DAY - PERIOD_DAYS);
  const moves = budgetAdvice(facts).filter(({ kind }) => kind === 'move_budget');
  if (moves.length === 0) return undefined;
  const spendOf = new Map(facts.campaigns.map(({ key, spendMinor }) => [key, spendMinor ?? 0]));
  // The world's truth is of the whole time that orders are told of.
  const share = PERIOD_DAYS / (LAST_DAY - FIRST_DAY);
  const caused = world.causedBy(new Map());
  const timesOf = ({ subjects: [from, to] }: Advice): [string, number][] => {
    const [less, more] = [spendOf.get(from.name) ?? 0, spendOf.get(to.name) ?? 0];
    const moved = Math.min(0.2 * less, 0.25 * more);
    return [
      [from.name, 1 - moved / less],
      [to.name, 1 + moved / more],
    ];
  };
  const gains = moves.map((move) => share * (world.causedBy(new Map(timesOf(move))) - caused));
  return {
    gained: share * (world.causedBy(new Map(moves.flatMap(timesOf))) - caused),
    expected: moves.reduce((sum, { gain }) => sum + gain.value, 0),
    caused: share * caused,
    inside: moves.filter(({ gain }, place) => gains[place] >= gain.low && gains[place] <= gain.high).length,
    moves: moves.length,
  };
}
