import {
  countTransitions,
  creditByShapley,
  creditByUnit,
  fitTransitions,
  markovClassic,
  type MarkovOrder,
  type Model,
  mostUnits,
  openTransitions,
  renumberUnits,
  type UnitColumns,
} from '../../../../engine/src/index.ts';
import { addTo, sumOf, type Sums } from './sums.ts';

/** Paths, and how often each was taken: with a conversion, without one, and the value of the conversions together. */
export interface Chunk {
  paths: UnitColumns;
  conversions: Float64Array;
  nulls: Float64Array;
  value: Float64Array;
  /** How many units there are up to now. */
  unitCount: number;
}

/** What a model credited, by unit. */
export interface Credited {
  conversions: ArrayLike<number>;
  value: ArrayLike<number>;
}

/** Adds up the credit of one model. */
export interface Account {
  add(chunk: Chunk): void;
  /** @param order the units in the order of their names, so that results do not show in which order they came. */
  close(order: readonly number[]): Credited;
}

function emptySums(): { conversions: Sums; value: Sums } {
  return { conversions: { total: [], cutOff: [] }, value: { total: [], cutOff: [] } };
}

function closeSums({ conversions, value }: ReturnType<typeof emptySums>, order: readonly number[]): Credited {
  const [credited, worth] = [new Float64Array(order.length), new Float64Array(order.length)];
  for (const unit of order) {
    credited[unit] = sumOf(conversions, unit);
    worth[unit] = sumOf(value, unit);
  }
  return { conversions: credited, value: worth };
}

/** Accounts of the models that are rules, credited together because that is quicker. */
export function openRuleAccounts(models: readonly Model[]): Account[] {
  const sums = models.map(emptySums);
  return models.map((_model, place) => ({
    add({ paths, conversions, value, unitCount }) {
      if (place > 0) return;
      const credit = creditByUnit(models, paths, { conversions, value }, unitCount);
      sums.forEach((own, model) => {
        addTo(own.conversions, credit.conversions[model]);
        addTo(own.value, credit.value[model]);
      });
    },
    close: (order) => closeSums(sums[place], order),
  }));
}

/** The account of `shapley`. */
export function openShapleyAccount(): Account {
  const sums = emptySums();
  return {
    add({ paths, conversions, value, unitCount }) {
      const credit = creditByShapley(paths, { conversions, value }, unitCount);
      addTo(sums.conversions, credit.conversions);
      addTo(sums.value, credit.value);
    },
    close: (order) => closeSums(sums, order),
  };
}

/** Amounts have up to 6 decimals; counted in millionths they are whole, and whole numbers add up alike in any order. */
const MILLION = 1_000_000;

/** The account of `markov`: the classic total. @throws RangeError in `add` and `close` for more units or states than it can solve for. */
export function openMarkovAccount(order: MarkovOrder): Account {
  let transitions = openTransitions(0, order);
  const totals = emptySums();
  const grow = (unitCount: number): void => {
    if (unitCount <= transitions.unitCount) return;
    const numbers = Int32Array.from({ length: transitions.unitCount }, (_, unit) => unit);
    transitions = renumberUnits(transitions, numbers, Math.max(unitCount, Math.min(2 * unitCount, mostUnits(order))));
  };
  return {
    add({ paths, conversions, nulls, value, unitCount }) {
      grow(unitCount);
      const { pathCount } = paths;
      const whole = (counts: Float64Array) => counts.subarray(0, pathCount).map((count) => Math.round(count * MILLION));
      countTransitions(transitions, paths, { conversions: whole(conversions), nulls: whole(nulls) });
      for (let path = 0; path < pathCount; path += 1) {
        addTo(totals.conversions, [conversions[path]]);
        addTo(totals.value, [value[path]]);
      }
    },
    close(names) {
      grow(names.length);
      const numbers = new Int32Array(transitions.unitCount);
      names.forEach((unit, place) => (numbers[unit] = place));
      for (let unit = names.length; unit < numbers.length; unit += 1) numbers[unit] = unit;
      const { removalEffects } = fitTransitions(renumberUnits(transitions, numbers, transitions.unitCount));
      const shareOut = (total: number) => {
        const parts = markovClassic(removalEffects, total);
        return Float64Array.from(numbers, (number) => parts[number]);
      };
      return { conversions: shareOut(sumOf(totals.conversions, 0)), value: shareOut(sumOf(totals.value, 0)) };
    },
  };
}
