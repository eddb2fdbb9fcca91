import type { FitUnit } from '../fits/schema.ts';
import type { Crediting, CustomWeights } from '../reports/crediting.ts';
import type { Slot } from '../reports/options.ts';
import type { RunCredit } from '../runs/schema.ts';

type ConversionKind = RunCredit['kind'];

const DAY_MS = 86_400_000;

/** A touch as its weight is worked out. */
export interface WorkedTouch {
  ageMs: number;
  slot: Slot;
  /** What people call the places of the slot; the slot itself where they have no names. */
  shown: Slot;
  synthetic: boolean;
}

/** How the weight of each touch came about, and that of nobody; empty texts where there is nothing to reckon. */
export interface Workings {
  touches: string[];
  organic: string;
}

/** The decimals by which four digits of a number show, four at least: two figures beside each other have as many. */
function decimalsFor(value: number): number {
  const places = value > 0 ? 3 - Math.floor(Math.log10(value)) : 0;
  return Math.min(20, Math.max(4, places));
}

/**
 * A number with four significant digits, or whole where it is, and never with a power of ten: what has none of the decimals of `beside`,
 * the number it is read beside, is told to lie under the last of them.
 */
function figure(value: number, beside = Math.abs(value)): string {
  if (Number.isInteger(value)) return String(value);
  const decimals = decimalsFor(beside);
  const rounded = Number(Number(value.toPrecision(4)).toFixed(decimals));
  if (rounded === 0) return `under ${(10 ** -decimals).toFixed(decimals)}`;
  return rounded.toFixed(decimals).replace(/\.?0+$/, '');
}

function days(ms: number): string {
  return figure(Math.round((ms / DAY_MS) * 100) / 100);
}

function percent(share: number): string {
  return `${figure(Math.round(share * 10_000) / 100)} %`;
}

const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

/** Each part of a sum, with what the part is; even parts where the sum is 0. */
function partsOf(values: readonly number[], saysOf: (place: number) => string): string[] {
  const sum = sumOf(values);
  if (sum === 0) return values.map((_, place) => `1 ÷ ${values.length}, as ${saysOf(place)} and every other part is 0`);
  return values.map((value, place) => `${figure(value, sum)} ÷ ${figure(sum)}: ${saysOf(place)}`);
}

function decayParts(touches: readonly WorkedTouch[], halfLifeMs: number): string[] {
  const newest = Math.min(...touches.map(({ ageMs }) => ageMs));
  const older = touches.map(({ ageMs }) => ageMs - newest);
  const says = (place: number) => {
    const age = days(older[place]);
    return older[place] === 0
      ? 'the newest counts 1'
      : `2 to the power of −${age}/${days(halfLifeMs)}, as it lies ${age} days before the newest`;
  };
  return partsOf(
    older.map((age) => 2 ** (-age / halfLifeMs)),
    says,
  );
}

function positionParts(count: number, firstShare: number, lastShare: number): string[] {
  const ends = firstShare + lastShare;
  const between = `(100 % − ${percent(firstShare)} − ${percent(lastShare)}) ÷ ${count - 2} between first and last`;
  return Array.from({ length: count }, (_, place) => {
    const [share, name] = place === 0 ? [firstShare, 'first'] : [lastShare, 'last'];
    if (count === 2) return ends === 0 ? '1 ÷ 2' : `${percent(share)} ÷ ${percent(ends)}: ${name} of two`;
    return place > 0 && place < count - 1 ? between : `the share of the ${name}`;
  });
}

function unitName({ shown }: WorkedTouch, unit: FitUnit): string {
  const key = shown[unit];
  return key === null ? `no ${unit}` : `${unit} ${key}`;
}

function shapleyParts(touches: readonly WorkedTouch[], unit: FitUnit): string[] {
  const counts = new Map<string | null, number>();
  for (const { slot } of touches) counts.set(slot[unit], (counts.get(slot[unit]) ?? 0) + 1);
  return touches.map((touch) => {
    const own = counts.get(touch.slot[unit]) ?? 1;
    const among = own === 1 ? '' : ` ÷ ${own} touchpoints of ${unitName(touch, unit)}`;
    return `1 ÷ ${counts.size} ${unit}${counts.size === 1 ? '' : 's'}${among}`;
  });
}

/** The weights of n positions: the list drawn as a line and taken at n even steps. */
function stretched(positions: ArrayLike<number>, count: number): number[] {
  return Array.from({ length: count }, (_, place) => {
    const at = (place * (positions.length - 1)) / (count - 1);
    const [low, high] = [Math.floor(at), Math.min(positions.length - 1, Math.floor(at) + 1)];
    return positions[low] + (positions[high] - positions[low]) * (at - low);
  });
}

function customParts(touches: readonly WorkedTouch[], weights: CustomWeights): string[] {
  if ('positions' in weights) {
    const values = stretched(weights.positions, touches.length);
    return partsOf(values, (place) => `the weight of position ${place + 1} of ${touches.length} is ${figure(values[place])}`);
  }
  const { placements, otherPlacements } = weights;
  const values = touches.map(({ slot }) => placements.get(slot.placement ?? '') ?? otherPlacements);
  return partsOf(values, (place) => `the weight of ${unitName(touches[place], 'placement')} is ${figure(values[place])}`);
}

type Fitted = Extract<Crediting, { kind: 'fitted' }>;

function kindFitOf({ fit }: Fitted, kind: ConversionKind) {
  const fits = fit.result?.fits ?? [];
  return fits.find(({ conversionKind }) => conversionKind === kind) ?? fits[0];
}

function markovParts(touches: readonly WorkedTouch[], crediting: Fitted, kind: ConversionKind): string[] {
  const { units } = kindFitOf(crediting, kind);
  const effects = touches.map(({ slot }) => units.find(({ key }) => key === slot[crediting.unit])?.effect ?? 0);
  return partsOf(effects, (place) => `the removal effect of ${unitName(touches[place], crediting.unit)} is ${figure(effects[place])}`);
}

/** Among so many people a rate of one person a day is told, so that it has a figure before its point. */
const CROWDS = [
  [1, 'per person'],
  [1e3, 'per 1,000 people'],
  [1e6, 'per million people'],
  [1e9, 'per billion people'],
] as const;

/** The rate of each touch and of no ad, per person and day, as they stand at the conversion. */
function hazardRates(touches: readonly WorkedTouch[], crediting: Fitted, kind: ConversionKind) {
  const { units, rates } = kindFitOf(crediting, kind);
  const perDay = touches.map(({ ageMs, slot }) => {
    const place = units.findIndex(({ key }) => key === slot[crediting.unit]);
    if (place < 0 || rates === null || ageMs > crediting.fit.lookbackDays * DAY_MS) return 0;
    return rates.effect[place] * rates.decay[place] * Math.exp(-rates.decay[place] * ageMs) * DAY_MS;
  });
  return { perDay, baseline: (rates?.baseline ?? 0) * DAY_MS };
}

function hazardWorkings(touches: readonly WorkedTouch[], crediting: Fitted, kind: ConversionKind): Workings {
  const { perDay, baseline } = hazardRates(touches, crediting, kind);
  const sum = sumOf(perDay) + baseline;
  const synthetic = touches.filter((touch) => touch.synthetic).length;
  const standsIn = 'what would go to no ad, as its code tells of an ad that was not recorded';
  if (sum === 0) {
    const nothing = 'the fit found neither an effect of these ads nor conversions without any';
    const even = synthetic === 1 ? `all of it: ${standsIn}` : `1 ÷ ${synthetic}: ${standsIn}`;
    const told = touches.map((touch) => (touch.synthetic ? even : `0: ${nothing}`));
    return { touches: told, organic: synthetic > 0 ? '' : `all of it, as ${nothing}` };
  }
  const [size, crowd] = CROWDS.find(([people]) => sum * people >= 1) ?? CROWDS[3];
  const part = (rate: number) => figure(rate * size, sum * size);
  const all = `${part(sum)} conversions a day ${crowd}`;
  const shared = synthetic > 1 ? `${part(baseline)} ÷ ${synthetic}` : part(baseline);
  return {
    touches: touches.map((touch, place) =>
      touch.synthetic
        ? `(${part(perDay[place])} + ${shared}) ÷ ${all}: how strongly it still worked then, and ${standsIn}`
        : `${part(perDay[place])} ÷ ${all}: how strongly it still worked then, beside everything else`,
    ),
    organic: synthetic > 0 ? '' : `${part(baseline)} ÷ ${all}: how often such people buy without any ad`,
  };
}

function ruleParts(touches: readonly WorkedTouch[], { name, model }: Extract<Crediting, { kind: 'rule' }>): string[] {
  const count = touches.length;
  if (name === 'linear') return touches.map(() => `1 ÷ ${count} touchpoints`);
  if (name === 'time_decay') return decayParts(touches, model.halfLifeMs);
  if (name === 'position_based') return positionParts(count, model.firstShare, model.lastShare);
  const winner = name === 'first_touch' ? 0 : count - 1;
  const word = name === 'first_touch' ? 'first' : 'last';
  return touches.map((_, place) => (place === winner ? `the ${word} of ${count} takes all` : `it is not the ${word} of ${count}`));
}

function partsUnder(crediting: Exclude<Crediting, { kind: 'unfitted' }>, kind: ConversionKind, touches: readonly WorkedTouch[]): string[] {
  if (crediting.kind === 'rule') return ruleParts(touches, crediting);
  if (crediting.kind === 'custom') return customParts(touches, crediting.weights);
  return crediting.kind === 'shapley' ? shapleyParts(touches, crediting.unit) : markovParts(touches, crediting, kind);
}

/**
 * How a model came to the weight of each touch of one path, oldest first, as a person would reckon it: with four digits, where the engine
 * has all of them. The formulas are those of the engine's README.
 */
export function workingsOf(crediting: Crediting, kind: ConversionKind, touches: readonly WorkedTouch[]): Workings {
  if (crediting.kind === 'fitted' && crediting.name === 'hazard') return hazardWorkings(touches, crediting, kind);
  if (touches.length < 2 || crediting.kind === 'unfitted') return { touches: touches.map(() => ''), organic: '' };
  return { touches: partsUnder(crediting, kind, touches), organic: '' };
}
