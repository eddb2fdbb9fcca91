import { CONVERSION_KINDS } from '../paths/codes.ts';
import type { CreditedTouches } from './credits.ts';

/** Places of what each person adds: billionths of conversions, value, billionths of purchases, value of purchases. */
export const CONVERSIONS = 0;
export const VALUE = 1;
export const PURCHASES = 2;
export const PURCHASE_VALUE = 3;
/** Billionths of conversions, and value, that exposures alone are credited with. */
export const EXPOSURE_CONVERSIONS = 4;
export const EXPOSURE_VALUE = 5;
export const PLACES = 6;

type Outcome = 'visitors' | 'leads' | 'buyers';
const OUTCOMES: Readonly<Record<(typeof CONVERSION_KINDS)[number], Outcome>> = {
  visit: 'visitors',
  lead: 'leads',
  signup: 'leads',
  install: 'leads',
  purchase: 'buyers',
  subscription: 'buyers',
};
const OUTCOME_OF = CONVERSION_KINDS.map((kind) => OUTCOMES[kind]);

/** What the exposures of one key led to. */
export interface Outcomes {
  /** What each person adds to the credited sums, by the person's number. */
  people: Map<number, Float64Array>;
  visitors: Set<number>;
  leads: Set<number>;
  buyers: Set<number>;
}

/** Nothing came of it. */
export function noOutcomes(): Outcomes {
  return { people: new Map(), visitors: new Set(), leads: new Set(), buyers: new Set() };
}

function addTouch(outcomes: Outcomes, touches: CreditedTouches, touch: number, household: number | null): void {
  const person = touches.person[touch];
  let sums = outcomes.people.get(person);
  if (sums === undefined) outcomes.people.set(person, (sums = new Float64Array(PLACES)));
  const outcome = OUTCOME_OF[touches.kind[touch]];
  sums[CONVERSIONS] += touches.nano[touch];
  sums[VALUE] += touches.minor[touch];
  if (outcome === 'buyers') {
    sums[PURCHASES] += touches.nano[touch];
    sums[PURCHASE_VALUE] += touches.minor[touch];
  }
  if (touches.isExposure[touch]) {
    sums[EXPOSURE_CONVERSIONS] += touches.nano[touch];
    sums[EXPOSURE_VALUE] += touches.minor[touch];
  }
  if (household !== null) outcomes[outcome].add(household);
}

/** What came of credited touches, by key and of all together; `householdOf` and `keyOf` take a touch's place. */
export function outcomesOf(
  touches: CreditedTouches,
  keyOf: (touch: number) => string | null,
  householdOf: (touch: number) => number | null,
): { all: Outcomes; byKey: Map<string | null, Outcomes> } {
  const all = noOutcomes();
  const byKey = new Map<string | null, Outcomes>();
  for (let touch = 0; touch < touches.ids.length; touch += 1) {
    const key = keyOf(touch);
    let own = byKey.get(key);
    if (own === undefined) byKey.set(key, (own = noOutcomes()));
    const household = householdOf(touch);
    addTouch(own, touches, touch, household);
    addTouch(all, touches, touch, household);
  }
  return { all, byKey };
}
