import type { ExposureColumns, HoldingColumns, Seen } from './collecting.ts';

/** How people are known: by the household where they were heard of, by a key of their own alone, or only as a device away from home. */
export const KNOWN_BY = ['household', 'person', 'device'] as const;

/** Whose each event is, by a number; 0 for nobody. */
export interface People {
  ofExposure: Uint32Array;
  ofConversion: Uint32Array;
}

/** Numbers in ascending order, each with another number. */
interface Numbered {
  numbers: Uint32Array;
  values: Uint32Array;
}

const NOTHING: Numbered = { numbers: new Uint32Array(0), values: new Uint32Array(0) };

function find({ numbers, values }: Numbered, number: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle] < number) low = middle + 1;
    else high = middle;
  }
  return numbers[low] === number ? values[low] : 0;
}

/** Of each number the value that stands beside it most often, the smallest of several. */
function mostFrequent(number: Uint32Array, value: Uint32Array): Numbered {
  if (number.length === 0) return NOTHING;
  const order = Uint32Array.from(number, (_, place) => place).sort((a, b) => number[a] - number[b] || value[a] - value[b]);
  const found = { numbers: [] as number[], values: [] as number[] };
  let most = 0;
  for (let from = 0; from < order.length;) {
    const [own, one] = [number[order[from]], value[order[from]]];
    let upTo = from;
    while (upTo < order.length && number[order[upTo]] === own && value[order[upTo]] === one) upTo += 1;
    const isFirst = found.numbers.at(-1) !== own;
    if (isFirst) {
      found.numbers.push(own);
      found.values.push(one);
    } else if (upTo - from > most) found.values[found.values.length - 1] = one;
    most = isFirst ? upTo - from : Math.max(most, upTo - from);
    from = upTo;
  }
  return { numbers: Uint32Array.from(found.numbers), values: Uint32Array.from(found.values) };
}

/** The household of everybody who has one: where most of their exposures were. */
function householdsOf({ count, name, home, isOwn }: ExposureColumns): Numbered {
  let atHome = 0;
  for (let row = 0; row < count; row += 1) if (isOwn[row] === 1 && home[row] !== 0) atHome += 1;
  const [names, homes] = [new Uint32Array(atHome), new Uint32Array(atHome)];
  let place = 0;
  for (let row = 0; row < count; row += 1) {
    if (isOwn[row] !== 1 || home[row] === 0) continue;
    [names[place], homes[place]] = [name[row], home[row]];
    place += 1;
  }
  return mostFrequent(names, homes);
}

/** Whom each converting name stands for: those whose exposures most of its paths' touches are. */
function buyersOf(holdings: HoldingColumns, ofExposure: Uint32Array): Numbered {
  const told = (place: number) => holdings.exposure[place] >= 0 && ofExposure[holdings.exposure[place]] !== 0;
  const places = Uint32Array.from({ length: holdings.count }, (_, place) => place).filter(told);
  const names = Uint32Array.from(places, (place) => holdings.name[place]);
  return mostFrequent(
    names,
    Uint32Array.from(places, (place) => ofExposure[holdings.exposure[place]]),
  );
}

/**
 * Tells who is who. People are of the household where most of their exposures were. A conversion is of those whose exposures most of its
 * person's touches are, and the exposures its path holds are theirs: a path is a person's as matching made it. Who holds an exposure
 * together with others leaves it to the smallest number. The same people whatever the order of the events.
 */
export function peopleOf({ exposures, conversions, holdings }: Seen): People {
  const households = householdsOf(exposures);
  const homeOf = (name: number) => find(households, name) || name;
  const ofExposure = new Uint32Array(exposures.count);
  for (let row = 0; row < exposures.count; row += 1) {
    ofExposure[row] = exposures.isOwn[row] === 1 ? homeOf(exposures.name[row]) : exposures.name[row];
  }
  const buyers = buyersOf(holdings, ofExposure);
  const buyerOf = (name: number) => find(buyers, name) || homeOf(name);
  const holder = new Uint32Array(exposures.count);
  for (let place = 0; place < holdings.count; place += 1) {
    const row = holdings.exposure[place];
    if (row < 0) continue;
    const buyer = buyerOf(holdings.name[place]);
    if (holder[row] === 0 || buyer < holder[row]) holder[row] = buyer;
  }
  for (let row = 0; row < exposures.count; row += 1) if (holder[row] !== 0) ofExposure[row] = holder[row];
  return { ofExposure, ofConversion: Uint32Array.from(conversions.name.subarray(0, conversions.count), buyerOf) };
}
