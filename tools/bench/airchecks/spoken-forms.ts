import type { Random } from '../../../simulator/src/random.ts';

const ONES = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
const TEENS = 'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' ');
const TENS = '- - twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
const LETTER_NAMES = new Map(
  (
    'a:ay b:bee c:see d:dee e:ee f:eff g:gee h:aitch i:eye j:jay k:kay l:el m:em ' +
    'n:en o:oh p:pee q:cue r:ar s:ess t:tee u:you v:vee w:double-u x:ex y:why z:zee'
  )
    .split(' ')
    .map((pair) => pair.split(':') as [string, string]),
);

/** A number of up to three digits as it is said. */
export function numberWords(digits: string): string {
  const value = Number(digits);
  if (value < 10) return ONES[value];
  if (value < 20) return TEENS[value - 10];
  if (value < 100) return [TENS[Math.floor(value / 10)], value % 10 === 0 ? '' : ONES[value % 10]].join(' ').trim();
  const rest = value % 100;
  return [`${ONES[Math.floor(value / 100)]} hundred`, rest === 0 ? '' : numberWords(String(rest))].join(' ').trim();
}

const digitWords = (digits: string) => Array.from(digits, (digit) => ONES[Number(digit)]).join(' ');
const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

/** How a machine writes a code that it hears. */
export function writtenCode([letters, digits]: readonly [string, string], random: Random, isHeldOut: boolean): string {
  const upper = letters.toUpperCase();
  const known = [
    `${upper}${digits}`,
    `${letters} ${digits}`,
    `${letters} ${numberWords(digits)}`,
    `${capital(letters)}${digits}`,
    `${Array.from(upper).join('-')} ${digits}`,
    `${Array.from(upper).join(' ')} ${digitWords(digits)}`,
  ];
  const unknown = [
    `${Array.from(letters, (letter) => LETTER_NAMES.get(letter)).join(' ')} ${numberWords(digits)}`,
    `${upper}-${digits}`,
    `${Array.from(letters).join('. ')}. ${digits}`,
    `${letters}, ${Array.from(digits).join(' ')}`,
    `${upper} ${digitWords(digits).replaceAll('zero', 'oh')}`,
    `${letters}${digits}`,
  ];
  return random.pick(isHeldOut ? unknown : known);
}

/** An address in its parts: its host in words. */
interface SpokenParts {
  host: readonly string[];
  ending: string;
  path: string;
}

/** How a machine writes an address that it hears. */
export function writtenAddress({ host, ending, path }: SpokenParts, random: Random, isHeldOut: boolean): string {
  const known = [
    `${host.join('')}.${ending}${path && `/${path}`}`,
    `${host.join(' ')} dot ${ending}${path && ` slash ${path}`}`,
    `${host.join('')} dot ${ending}${path && ` forward slash ${path}`}`,
    `${host.join('')}.${ending}${path && ` slash ${path}`}`,
  ];
  const unknown = [
    `${capital(host.join(' '))}.${ending}${path && ` slash ${path}`}`,
    `www dot ${host.join('')} dot ${ending}${path && ` / ${path}`}`,
    `${host.map(capital).join('')}.${ending.toUpperCase()}${path && `/${capital(path)}`}`,
    `${host.join(' ')}, dot ${ending}${path && `, slash ${path}`}`,
    `${host.join(' ')} dot ${ending}${path && ` slash ${Array.from(path).join('-')}`}`,
  ];
  return random.pick(isHeldOut ? unknown : known);
}

/** A wrong code in the place of the right one, or beside it. */
export function wrongCode([letters, digits]: readonly [string, string], random: Random, isHeldOut: boolean): readonly [string, string] {
  const other = String((Number(digits) + 5 * (1 + random.below(5))) % 100 || 35);
  const known: (readonly [string, string])[] = [
    [letters, other],
    [random.pick(['promo', 'listen', 'show']), digits],
    [letters, digits === '10' ? '20' : '10'],
  ];
  const swapped: Readonly<Record<string, string>> = { '15': '50', '50': '15', '20': '12', '10': '100', '100': '10', '25': '52' };
  const unknown: (readonly [string, string])[] = [
    [letters, `${digits}0`],
    [letters, swapped[digits]],
    [`${letters}s`, digits],
    [`my${letters}`, digits],
    [letters, digits.slice(0, 1)],
    [letters.slice(0, -2), digits],
  ];
  return random.pick(isHeldOut ? unknown : known);
}
