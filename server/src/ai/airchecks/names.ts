import { likeness, soundOf } from './sound.ts';
import { readAs } from './spoken.ts';
import { plainWord, type Range, type Token } from './tokens.ts';

/** A name as it is looked for: its letters and digits. */
export interface SoughtName {
  name: string;
  joined: string;
  sound: string;
}

/** Where a name was heard. */
export interface HeardName extends Range {
  name: string;
  /** exact: as it is written; sounds: as a machine may write what sounds the same; near: it may have been it. */
  match: 'exact' | 'sounds' | 'near';
}

/** Of writing that puts no spaces between words. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]/u;
const MOST_WORDS = 6;
const [NEAR, SHORTEST_FUZZY] = [0.72, 5];
/** First letters that are heard for one another. */
const FIRST = new Map(
  ['aeiouyh', 'bp', 'dt', 'fv', 'ckqgx', 'sz', 'mn', 'l', 'r', 'j', 'w'].flatMap((letters) =>
    Array.from(letters, (letter) => [letter, letters[0]] as const),
  ),
);

/** A text as it is compared: all its letters and digits in small letters. */
export function joinedText(text: string): string {
  return Array.from(text.matchAll(/[\p{L}\p{M}'’]+|\p{N}+|&/gu), ([piece]) => (piece === '&' ? 'and' : plainWord(piece))).join('');
}

export function soughtName(name: string): SoughtName {
  const joined = joinedText(name);
  return { name, joined, sound: soundOf(joined) };
}

function nearAt(tokens: readonly Token[], at: number, sought: SoughtName): HeardName | undefined {
  const { joined, sound, name } = sought;
  let [text, best, match] = ['', NEAR, undefined as HeardName | undefined];
  for (let last = at; last < tokens.length && last < at + MOST_WORDS; last += 1) {
    text += tokens[last].text;
    if (text.length > joined.length + 3) break;
    if (text.length < joined.length - 3) continue;
    const own = soundOf(text);
    const isSame = own === sound && sound.length >= 4;
    const near = isSame ? 1 : Math.max(likeness(text, joined), likeness(own, sound) - 0.05);
    if (near > best) [best, match] = [near, { name, first: at, last, match: isSame ? 'sounds' : 'near' }];
    if (tokens[last].isLast) break;
  }
  return match;
}

function heardAt(tokens: readonly Token[], at: number, sought: SoughtName): HeardName | undefined {
  const { joined, name } = sought;
  const { text } = tokens[at];
  if (UNSPACED.test(joined)) return text.includes(joined) ? { name, first: at, last: at, match: 'exact' } : undefined;
  const isAlike = FIRST.get(text[0]) === FIRST.get(joined[0]);
  if (!isAlike && !/\d/.test(joined[0])) return undefined;
  const said = readAs(tokens, at, joined);
  if (said && (!said.isLoose || joined.length > 5)) return { name, first: at, last: said.next - 1, match: 'exact' };
  // "Lumens" is Lumen with an s, and no other name.
  if (text === `${joined}s`) return { name, first: at, last: at, match: 'exact' };
  return isAlike && joined.length >= SHORTEST_FUZZY ? nearAt(tokens, at, sought) : undefined;
}

/** Where names are heard, in order; the surer one where two of them are heard at once. */
export function heardNames(tokens: readonly Token[], names: readonly SoughtName[], range?: Range): HeardName[] {
  const { first, last } = range ?? { first: 0, last: tokens.length - 1 };
  const found: HeardName[] = [];
  for (let at = first; at <= last; at += 1) {
    const here = names.flatMap((name) => heardAt(tokens, at, name) ?? []);
    const best = here.find(({ match }) => match === 'exact') ?? here.find(({ match }) => match === 'sounds') ?? here.at(0);
    if (!best) continue;
    const before = found.at(-1);
    if (before && before.last >= best.first && before.match === 'near' && best.match !== 'near') found.pop();
    else if (before && before.last >= best.first) continue;
    found.push(best);
  }
  return found;
}
