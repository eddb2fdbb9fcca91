import { rarityOf } from '../analyses/background.ts';
import { fail, type Finding, pass, uncertain } from './findings.ts';
import { likeness } from './sound.ts';
import { readingsAt } from './spoken.ts';
import { plainWord, type Range, type Token } from './tokens.ts';

/** A telling word of a talking point, with its share of what the point says. */
interface PointWord {
  stem: string;
  weight: number;
  isNumber: boolean;
}

export interface TalkingPoint {
  text: string;
  words: PointWord[];
  isNegated: boolean;
}

const SILENT = new Set(
  (
    'a an the of to in on at for from by with and or but so as is are was be been am it its this that these those you your yours we our ' +
    'they their he she his her i my me us them there here can could will would should may might must do does did has have had get gets ' +
    'got just very really also even any some all every each than then when where who whom which what how if into out up about over s re ' +
    've ll us dot slash'
  ).split(' '),
);
const NEGATIONS = new Set('no not never without none nothing dont doesnt isnt arent wont cant zero'.split(' '));
/** Words that say the same in an ad. */
const SAME = new Map(
  [
    'shipping ship delivery deliver',
    'buy purchase order',
    'kid child children',
    'guarantee guaranteed promise',
    'cheap affordable',
    'cancel cancellation',
    'begin start',
    'picture photo',
    'fast quick',
    'refund moneyback',
    'home house',
    'trial try',
  ].flatMap((words) => words.split(' ').map((word) => [word, words.split(' ')[0]] as const)),
);
const [MOST_WEIGHT, LEAST_WEIGHT, OF_NUMBERS] = [1, 0.35, 1.2];
const RAREST = rarityOf('');
const [SAID, PERHAPS, SHORTEST_ALIKE, ALIKE] = [0.7, 0.4, 6, 0.8];
const [LEAST_WINDOW, WORDS_A_WORD] = [18, 4];

/** A word without its commonest endings, so that "ships", "shipped" and "shipping" are one. */
export function stem(word: string): string {
  const same = SAME.get(word);
  if (same !== undefined) return same;
  if (word.length <= 3) return word;
  const bare = word
    .replace(/ies$/, 'y')
    .replace(/(?<=[^su])s$/, '')
    .replace(/(?<=.[aeiouy]{1,2}[^aeiou]{1,2})(?:ing|ed)$/, '')
    .replace(/(?<=...)(?:ly|ment)$/, '')
    .replace(/(?<=[^lsz])(.)\1$/, '$1')
    .replace(/(?<=...)e$/, '');
  return SAME.get(bare) ?? bare;
}

/** The words of a text as they are compared, with numbers in figures. */
export function figuredWords(text: string): string[] {
  const words = Array.from(text.matchAll(/\p{L}[\p{L}\p{M}'’]*|\p{N}+|%/gu), ([word]) => (word === '%' ? 'percent' : plainWord(word)));
  const tokens = words.map((word) => ({ text: word }) as Token);
  const all: string[] = [];
  for (let at = 0; at < tokens.length;) {
    const number = readingsAt(tokens, at).find((one) => !one.isLoose && /^\d+$/.test(one.text));
    all.push(number?.text ?? tokens[at].text);
    at = number?.next ?? at + 1;
  }
  return all;
}

/** A talking point in its telling words. */
export function talkingPoint(text: string): TalkingPoint {
  const words = figuredWords(text);
  const telling = words.filter((word) => !SILENT.has(word) && !NEGATIONS.has(word));
  const kept = telling.length > 0 ? telling : words;
  const unique = new Map(
    kept.map((word) => {
      const isNumber = /^\d+$/.test(word);
      const weight = isNumber ? OF_NUMBERS : Math.max(LEAST_WEIGHT, MOST_WEIGHT * (rarityOf(word) / RAREST));
      return [stem(word), { stem: stem(word), weight, isNumber }] as const;
    }),
  );
  return { text, words: [...unique.values()], isNegated: words.some((word) => NEGATIONS.has(word)) };
}

/** Words as they are looked up: stems, with numbers in figures at the place they begin. */
export interface StemmedToken {
  stem: string;
  isNumber: boolean;
}

export function stemmed(tokens: readonly Token[], { first, last }: Range): StemmedToken[] {
  const all: StemmedToken[] = [];
  for (let at = first; at <= last;) {
    const number = readingsAt(tokens, at).find((one) => !one.isLoose && /^\d+$/.test(one.text) && one.next <= last + 1);
    all.push(number ? { stem: number.text, isNumber: true } : { stem: stem(tokens[at].text), isNumber: false });
    for (let skip = at + 1; skip < (number?.next ?? at + 1); skip += 1) all.push({ stem: '', isNumber: false });
    at = number?.next ?? at + 1;
  }
  return all;
}

function isSame(word: PointWord, said: StemmedToken): boolean {
  if (word.stem === said.stem) return true;
  if (word.isNumber || said.isNumber || said.stem === '') return false;
  const [shorter, longer] = word.stem.length < said.stem.length ? [word.stem, said.stem] : [said.stem, word.stem];
  if (shorter.length >= 5 && longer.startsWith(shorter)) return true;
  if (shorter.length < SHORTEST_ALIKE || shorter[0] !== longer[0] || longer.length - shorter.length > 2) return false;
  return likeness(shorter, longer) >= ALIKE;
}

/** How much of a point is said within a stretch that is not much longer than it, and where most of it is. */
export interface Coverage {
  share: number;
  at: Range | undefined;
  missing: readonly PointWord[];
}

interface Hit {
  place: number;
  word: number;
}

/** How near a number stands to another word of its point. */
const BESIDE = 4;

function hitsOf(said: readonly StemmedToken[], words: readonly PointWord[]): Hit[] {
  return said.flatMap((one, place) => {
    const word = words.findIndex((wanted) => isSame(wanted, one));
    return word < 0 ? [] : [{ place, word }];
  });
}

/** The stretch that says most of a point; in time that grows with the length of what is looked through. */
export function coverageOf(said: readonly StemmedToken[], { words }: TalkingPoint, offset: number): Coverage {
  const all = hitsOf(said, words);
  // A number counts beside what it is the number of: the 30 of another one's code is not the 30 of "30 days".
  const isBeside = (hit: Hit, other: Hit | undefined) =>
    other !== undefined && Math.abs(other.place - hit.place) <= BESIDE && other.word !== hit.word;
  const hits = all.filter(
    (hit, at) => !words[hit.word].isNumber || words.length === 1 || isBeside(hit, all[at - 1]) || isBeside(hit, all[at + 1]),
  );
  const window = Math.max(LEAST_WINDOW, WORDS_A_WORD * words.length);
  const most = words.reduce((sum, { weight }) => sum + weight, 0);
  const counts = new Uint32Array(words.length);
  let [sum, from, best] = [0, 0, { share: 0, first: 0, last: 0 }];
  hits.forEach(({ place, word }, to) => {
    if (counts[word] === 0) sum += words[word].weight;
    counts[word] += 1;
    for (; hits[from].place < place - window; from += 1) {
      counts[hits[from].word] -= 1;
      if (counts[hits[from].word] === 0) sum -= words[hits[from].word].weight;
    }
    if (sum / most > best.share + 1e-9) best = { share: sum / most, first: from, last: to };
  });
  if (best.share === 0) return { share: 0, at: undefined, missing: words };
  const own = hits.slice(best.first, best.last + 1);
  const range = { first: offset + own[0].place, last: offset + own[own.length - 1].place };
  return { share: best.share, at: range, missing: words.filter((_, place) => !own.some(({ word }) => word === place)) };
}

const MOST_BEFORE = 4;

function isNegatedAt(tokens: readonly Token[], { first, last }: Range): boolean {
  return tokens.slice(Math.max(0, first - MOST_BEFORE), last + 1).some(({ text }) => NEGATIONS.has(text));
}

/** Whether a number of the point is missing while another number is said where the rest of it is. */
function hasOtherNumber(said: readonly StemmedToken[], coverage: Coverage, offset: number, point: TalkingPoint): boolean {
  const { at, missing } = coverage;
  if (!at || !missing.some(({ isNumber }) => isNumber)) return false;
  const own = said.slice(Math.max(0, at.first - offset - 3), at.last - offset + 4);
  return own.some(({ isNumber, stem: text }) => isNumber && !point.words.some((word) => word.stem === text));
}

/** Whether a talking point is made in a stretch, by its telling words, not word for word. */
export function checkPoint(tokens: readonly Token[], range: Range, text: string): Finding {
  const point = talkingPoint(text);
  const said = stemmed(tokens, range);
  const coverage = coverageOf(said, point, range.first);
  const { share, at } = coverage;
  const part = `${Math.round(100 * share)} % of its telling words are said together`;
  if (!at || share < PERHAPS) return fail(at === undefined ? 'None of its telling words is said.' : `Only ${part}.`);
  if (hasOtherNumber(said, coverage, range.first, point))
    return share >= PERHAPS ? fail('It is said with another figure.', at) : fail(`Only ${part}.`);
  if (coverage.missing.some(({ isNumber }) => isNumber)) return uncertain('It is said without its figure.', at);
  if (share < SAID) return uncertain(`${part}; the recording decides.`, at);
  if (point.isNegated !== isNegatedAt(tokens, at) && point.isNegated) return uncertain('Its words are said, but not its "no".', at);
  return pass(`${part}.`, at);
}
