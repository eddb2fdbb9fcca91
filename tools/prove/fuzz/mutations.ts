import type { Random } from '../../../simulator/src/random.ts';
import { NASTY_TEXTS, nastyValue } from './nasties.ts';
import type { Json, JsonObject } from './samples.ts';

type Container = Json[] | JsonObject;

/** A place in a value: the list or object, and the index or name in it. */
interface Place {
  holder: Container;
  key: string | number;
}

function placesIn(value: Json, found: Place[] = []): Place[] {
  if (value === null || typeof value !== 'object') return found;
  const keys = Array.isArray(value) ? value.keys() : Object.keys(value);
  for (const key of keys) {
    found.push({ holder: value, key });
    placesIn((value as Record<string | number, Json>)[key], found);
  }
  return found;
}

function put({ holder, key }: Place, value: Json): void {
  Object.defineProperty(holder, key, { value, enumerable: true, writable: true, configurable: true });
}

function read({ holder, key }: Place): Json {
  return (holder as Record<string | number, Json>)[key];
}

function swapKind(value: Json): Json {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return Number.isNaN(Number(value)) ? [value] : Number(value);
  if (typeof value === 'boolean') return value ? 1 : 0;
  return Array.isArray(value) ? Object.fromEntries(value.entries()) : [value];
}

const VALUE_MUTATIONS: readonly ((place: Place, random: Random) => void)[] = [
  (place, random) => put(place, nastyValue(random)),
  (place, random) => put(place, nastyValue(random)),
  (place, random) => put(place, nastyValue(random)),
  (place) => put(place, null),
  (place) => put(place, swapKind(read(place))),
  ({ holder, key }) => {
    if (Array.isArray(holder)) holder.splice(Number(key), 1);
    else delete holder[key];
  },
  ({ holder }, random) => put({ holder, key: Array.isArray(holder) ? holder.length : random.pick(NASTY_TEXTS) }, nastyValue(random)),
  (place, random) => {
    const text = read(place);
    if (typeof text === 'string') put(place, text + random.pick(NASTY_TEXTS));
  },
  ({ holder }, random) => {
    if (Array.isArray(holder) && holder.length > 0)
      while (holder.length < random.pick([2, 50, 1_001])) holder.push(structuredClone(holder[0]));
  },
];

/** The value with one to three of its parts made worse. */
export function mutateValue(value: Json, random: Random): Json {
  let worse = structuredClone(value);
  for (let round = 1 + random.below(3); round > 0; round -= 1) {
    const places = placesIn(worse);
    if (places.length === 0 || random.chance(0.03)) worse = nastyValue(random);
    else random.pick(VALUE_MUTATIONS)(random.pick(places), random);
  }
  return worse;
}

const SPELLINGS = [
  'NaN',
  'Infinity',
  '-',
  '01',
  '1.',
  '.5',
  '0x1',
  '1e400',
  '-1e400',
  '1E-400',
  `1${'0'.repeat(400)}`,
  'undefined',
  "'a'",
  '/**/1',
];
const ESCAPES = [String.raw`"\ud800"`, String.raw`"\u0000"`, String.raw`"\x41"`, String.raw`"\u12"`, '"\u0001"', '"'];

function spliced(text: string, random: Random, part: string): string {
  const at = random.below(text.length + 1);
  return text.slice(0, at) + part + text.slice(at);
}

const TEXT_MUTATIONS: readonly ((text: string, random: Random) => string)[] = [
  (text, random) => text.slice(0, random.below(text.length)),
  (text, random) => text.replace(/"[^"]*":/, (key) => `${key}1,${key}`).concat(random.chance(0.2) ? '}' : ''),
  (text, random) => text.replace(/:("[^"]*"|\d+)/, () => `:${random.pick(SPELLINGS)}`),
  (text, random) => text.replace(/:"[^"]*"/, () => `:${random.pick(ESCAPES)}`),
  (text, random) => spliced(text, random, random.pick(['\0', ',', '}', ']', '"', '\\', '//', '\u00a0', '\ufeff'])),
  (text) => text.replace('{', '{"__proto__":{"isAdmin":true},'),
  (text) => `\ufeff${text}`,
  (text) => text + text,
  (text) => ' '.repeat(50_000) + text,
  (text, random) => '['.repeat(random.pick([20, 21, 10_000])) + text,
  (_, random) => random.pick(['', 'null', '0', '""', 'a=b&c=d', '<a/>', '{', '[', '"', 'undefined', '\ufeff']),
];

/** The bytes of a body whose text was made worse. */
export function mutateText(text: string, random: Random): Buffer {
  const bytes = Buffer.from(random.pick(TEXT_MUTATIONS)(text, random));
  if (bytes.length > 0 && random.chance(0.2)) bytes[random.below(bytes.length)] = random.pick([0x00, 0x80, 0xc0, 0xff, 0xed]);
  return bytes;
}
