import type { Token } from './tokens.ts';

/** One way to write down what a word, or some in a row, sound like. */
interface Reading {
  text: string;
  /** The token after it. */
  next: number;
  /** Whether the word usually means something else: "to" for 2, "are" for R. */
  isLoose: boolean;
}

const named = (names: string) => names.split(' ').map((pair) => pair.split(':') as [string, string]);

const UNITS = new Map(named('zero:0 one:1 two:2 three:3 four:4 five:5 six:6 seven:7 eight:8 nine:9'));
const TEENS = new Map(
  named('ten:10 eleven:11 twelve:12 thirteen:13 fourteen:14 fifteen:15 sixteen:16 seventeen:17 eighteen:18 nineteen:19'),
);
const TENS = new Map(named('twenty:20 thirty:30 forty:40 fourty:40 fifty:50 sixty:60 seventy:70 eighty:80 ninety:90'));
/** How the names of letters are written down by a machine that hears them. */
const LETTER_NAMES = new Map(
  named(
    'ay:a bee:b be:b see:c sea:c cee:c dee:d ee:e eff:f ef:f gee:g aitch:h eye:i jay:j kay:k ell:l el:l em:m en:n oh:o owe:o pee:p ' +
      'pea:p cue:q queue:q are:r ar:r ess:s es:s tee:t tea:t you:u vee:v ex:x why:y wye:y zee:z zed:z',
  ),
);
const DIGIT_SOUNDS = new Map(named('oh:0 o:0 to:2 too:2 for:4 won:1 ate:8'));
const SIGN_NAMES = new Map(named('dot:. slash:/ dash:- hyphen:- underscore:_ dotcom:.com dotnet:.net dotorg:.org dotco:.co'));
const REPEATS = new Map([
  ['double', 2],
  ['triple', 3],
]);
/** Of numbers that count something, and are no part of a code. */
const UNITS_COUNTED = new Set(
  (
    'percent % dollars dollar bucks euros pounds cents off days day weeks week months month years year hours hour minutes minute seconds ' +
    'people times items grams pounds miles million billion thousand free'
  ).split(' '),
);

/** A number in words from a place on: each way to end it, longest first. */
function numberWords(tokens: readonly Token[], at: number): { text: string; next: number }[] {
  const word = tokens[at].text;
  const small = UNITS.get(word) ?? TEENS.get(word) ?? TENS.get(word) ?? (word === 'a' ? '1' : undefined);
  if (small === undefined) return [];
  const following = tokens[at + 1]?.text ?? '';
  const unit = TENS.has(word) ? UNITS.get(following) : undefined;
  const found: { text: string; next: number }[] = [];
  if (unit !== undefined && unit !== '0') found.push({ text: String(Number(small) + Number(unit)), next: at + 2 });
  if (following === 'hundred') found.push(...hundreds(tokens, at + 2, 100 * Number(small)));
  if (following === 'thousand') found.push({ text: String(1_000 * Number(small)), next: at + 2 });
  return word === 'a' ? found : [...found, { text: small, next: at + 1 }];
}

/** What may follow "two hundred": "and five", "fifty". */
function hundreds(tokens: readonly Token[], at: number, sum: number): { text: string; next: number }[] {
  const from = tokens[at]?.text === 'and' ? at + 1 : at;
  const rest = tokens[from] === undefined ? [] : numberWords(tokens, from).filter(({ text }) => text.length <= 2);
  return [...rest.map(({ text, next }) => ({ text: String(sum + Number(text)), next })), { text: String(sum), next: at }];
}

/** The ways to write down what stands at a place. */
export function readingsAt(tokens: readonly Token[], at: number): Reading[] {
  const token = tokens[at];
  if (token === undefined) return [];
  const { text } = token;
  const readings: Reading[] = [{ text, next: at + 1, isLoose: false }];
  for (const number of numberWords(tokens, at)) readings.push({ ...number, isLoose: false });
  const letter = LETTER_NAMES.get(text);
  if (letter !== undefined) readings.push({ text: letter, next: at + 1, isLoose: true });
  const digit = DIGIT_SOUNDS.get(text);
  if (digit !== undefined) readings.push({ text: digit, next: at + 1, isLoose: text !== 'oh' && text !== 'o' });
  const sign = SIGN_NAMES.get(text);
  if (sign !== undefined) readings.push({ text: sign, next: at + 1, isLoose: false });
  if (text === 'forward' && tokens[at + 1]?.text === 'slash') readings.push({ text: '/', next: at + 2, isLoose: false });
  if (text === 'capital' || text === 'uppercase') readings.push({ text: '', next: at + 1, isLoose: false });
  if (text.length === 1 && isExplained(tokens, at)) readings.push({ text, next: at + 4, isLoose: false });
  const times = REPEATS.get(text);
  if (times === 2 && tokens[at + 1]?.text === 'u') readings.push({ text: 'w', next: at + 2, isLoose: false });
  if (times !== undefined) {
    const one = readingsAt(tokens, at + 1).filter((reading) => reading.text.length === 1);
    readings.push(...one.map((reading) => ({ ...reading, text: reading.text.repeat(times) })));
  }
  return readings;
}

/** "T as in Tom". */
function isExplained(tokens: readonly Token[], at: number): boolean {
  return tokens[at + 1]?.text === 'as' && tokens[at + 2]?.text === 'in' && tokens[at + 3]?.text.startsWith(tokens[at].text);
}

/** Where something ends that is read as wanted. */
export interface Said {
  /** The token after it. */
  next: number;
  isLoose: boolean;
}

const SILENT = /[-_]/;

/**
 * Whether what is said from a place on is this text, however it is written down: in one word or some, its letters spelled, its numbers in
 * words, its signs named. The text is in small letters without spaces. Each step takes at least one of its letters, so it ends soon.
 */
export function readAs(tokens: readonly Token[], at: number, wanted: string): Said | undefined {
  if (wanted === '') return { next: at, isLoose: false };
  for (const { text, next, isLoose } of readingsAt(tokens, at)) {
    if (!wanted.startsWith(text) || (text === '' && next > tokens.length)) continue;
    const rest = readAs(tokens, next, wanted.slice(text.length));
    if (rest) return { next: rest.next, isLoose: rest.isLoose || isLoose };
  }
  // Nobody says the signs of "lumen-lamps", and a machine leaves out the dot before "com".
  return SILENT.test(wanted[0]) || wanted.startsWith('.com') ? readAs(tokens, at, wanted.slice(1)) : undefined;
}

/** Whether what a number before this place counts is named there: percent, dollars, days. */
export function isCounted(tokens: readonly Token[], next: number): boolean {
  return UNITS_COUNTED.has(tokens[next]?.text ?? '');
}

/** The digits said from a place on, in figures or words, one after the other; an amount of something is none. */
export function digitsSaid(tokens: readonly Token[], at: number): { digits: string; next: number } {
  let [digits, next] = ['', at];
  while (next < tokens.length && digits.length < 20) {
    const here = next;
    const number = readingsAt(tokens, here).find((one) => !one.isLoose && /^\d+$/.test(one.text));
    if (number === undefined || isCounted(tokens, number.next) || (digits !== '' && tokens[here - 1].isLast)) break;
    digits += number.text;
    next = number.next;
  }
  return { digits, next };
}
