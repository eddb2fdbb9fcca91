import { fail, type Finding, pass, uncertain } from './findings.ts';
import { nearness } from './sound.ts';
import { readAs } from './spoken.ts';
import { plainWord, type Range, type Token } from './tokens.ts';

/** An address as it is said: its host's name, its ending and its path. */
export interface SpokenAddress {
  /** "lumenlamps" of lumenlamps.com/garden. */
  name: string;
  /** "com". */
  ending: string;
  /** "garden"; empty where there is none. */
  path: string;
}

const ENDINGS = [
  'com',
  'co',
  'org',
  'net',
  'io',
  'app',
  'fm',
  'shop',
  'store',
  'us',
  'uk',
  'de',
  'tv',
  'me',
  'ai',
  'info',
  'biz',
  'edu',
  'gov',
];
const [SURELY_NEAR, NEAR_PATH, MOST_WORDS] = [0.8, 0.6, 6];
/** Words after which a path is over. */
const AFTER_PATHS = new Set('and to for or that with use code at on in today now when you your so if again'.split(' '));

/** An address without its scheme, "www." and the slash at its end, in its parts. */
export function spokenAddress(address: string): SpokenAddress {
  const bare = address
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/^www\./, '')
    .replace(/\/+$/, '');
  const slash = bare.indexOf('/');
  const host = slash < 0 ? bare : bare.slice(0, slash);
  const ending = /\.((?:co|com|org|ac)\.\w{2}|[^.]+)$/.exec(host)?.[1] ?? '';
  const name = host.slice(0, host.length - ending.length - 1);
  return { name: plainWord(name), ending, path: slash < 0 ? '' : plainWord(bare.slice(slash + 1)) };
}

/** Where an address, or a part of one, is said. */
interface Heard extends Range {
  /** right: all of it; the others say what is amiss. */
  kind: 'right' | 'near' | 'other_path' | 'no_path' | 'other_ending' | 'no_ending' | 'longer' | 'near_path';
}

function pathWords(tokens: readonly Token[], at: number): { text: string; last: number } {
  let [text, last] = ['', at - 1];
  for (let place = at; place < tokens.length && place < at + MOST_WORDS; place += 1) {
    if (place > at && AFTER_PATHS.has(tokens[place].text)) break;
    text += tokens[place].text;
    last = place;
    if (tokens[place].isLast) break;
  }
  return { text, last };
}

/** Whether a path like the wanted one is said, a word more or less. */
function nearPath(tokens: readonly Token[], at: number, path: string): boolean {
  const { last } = pathWords(tokens, at);
  const lengths = Array.from({ length: Math.max(0, last - at + 1) }, (_, place) => place);
  return lengths.some((length) => {
    const words = tokens.slice(at, at + length + 1).map(({ text }) => text);
    const digits = (text: string) => text.replace(/\D/g, '');
    return digits(words.join('')) === digits(path) && nearness(words.join(''), path) >= NEAR_PATH;
  });
}

/** Where the slash of a path stands, when one is said from a place on. */
function afterSlash(tokens: readonly Token[], at: number): number | undefined {
  return readAs(tokens, at, '/')?.next;
}

/** What is said behind a host. */
function behindHost(tokens: readonly Token[], { first, next }: { first: number; next: number }, path: string, isNear: boolean): Heard {
  const slash = afterSlash(tokens, next);
  const host = { first, last: next - 1 };
  if (path === '') return { ...host, kind: slash === undefined ? (isNear ? 'near' : 'right') : 'longer' };
  if (slash === undefined) return { ...host, kind: 'no_path' };
  const said = readAs(tokens, slash, path);
  if (said) {
    const after = tokens[said.next];
    const isLonger =
      after !== undefined && !tokens[said.next - 1].isLast && (after.isJoined || afterSlash(tokens, said.next) !== undefined);
    return { first, last: said.next - 1, kind: isLonger ? 'longer' : isNear ? 'near' : 'right' };
  }
  const last = Math.max(slash, pathWords(tokens, slash).last);
  return { first, last, kind: nearPath(tokens, slash, path) ? 'near_path' : 'other_path' };
}

function isEnding(tokens: readonly Token[], at: number): number | undefined {
  for (const ending of ENDINGS) {
    const said = readAs(tokens, at, `.${ending}`);
    if (said && !said.isLoose) return said.next;
  }
  return undefined;
}

/** An address whose host sounds like this one, ending with "dot com" at a place. */
function nearHostBefore(tokens: readonly Token[], dot: number, name: string): { first: number; near: number } | undefined {
  let [text, best] = ['', undefined as { first: number; near: number } | undefined];
  for (let first = dot - 1; first >= 0 && first >= dot - MOST_WORDS; first -= 1) {
    if (first < dot - 1 && tokens[first].isLast) break;
    text = tokens[first].text + text;
    if (text.length > name.length + 3) break;
    const near = nearness(text, name);
    if (near >= SURELY_NEAR - 0.1 && near > (best?.near ?? 0)) best = { first, near };
  }
  return best;
}

/** Every place in a range where this address, or one that is nearly it, is said. */
export function heardAddresses(tokens: readonly Token[], range: Range, { name, ending, path }: SpokenAddress): Heard[] {
  const heard: Heard[] = [];
  for (let at = range.first; at <= range.last; at += 1) {
    const host = readAs(tokens, at, `${name}.${ending}`);
    const bare = host ? undefined : readAs(tokens, at, name);
    const last = heard.at(-1)?.last ?? -1;
    if (at <= last) continue;
    if (host) heard.push(behindHost(tokens, { first: at, next: host.next }, path, false));
    else if (bare && !bare.isLoose) {
      const other = isEnding(tokens, bare.next);
      if (other !== undefined) heard.push({ first: at, last: other - 1, kind: 'other_ending' });
      else if (path !== '' && afterSlash(tokens, bare.next) !== undefined) heard.push({ first: at, last: bare.next, kind: 'no_ending' });
    }
    const end = readAs(tokens, at, `.${ending}`);
    if (!end || end.isLoose || (heard.at(-1)?.last ?? -1) >= at) continue;
    const near = nearHostBefore(tokens, at, name);
    if (!near) continue;
    const found = behindHost(tokens, { first: near.first, next: end.next }, path, true);
    heard.push(found.kind === 'near' && near.near >= 1 ? { ...found, kind: 'right' } : found);
  }
  return heard;
}

const WHY: Readonly<Record<Exclude<Heard['kind'], 'right'>, Finding['verdict']>> = {
  near: 'uncertain',
  near_path: 'uncertain',
  no_ending: 'uncertain',
  longer: 'uncertain',
  other_path: 'fail',
  no_path: 'fail',
  other_ending: 'fail',
};
const TEXTS: Readonly<Record<Exclude<Heard['kind'], 'right'>, string>> = {
  near: 'An address that sounds much like it is said; the recording decides.',
  near_path: 'The address is said with a path that sounds like it; the recording decides.',
  no_ending: 'The address is said without its ending, such as "dot com".',
  longer: 'The address is said with more behind it.',
  other_path: 'The address is said with another path.',
  no_path: 'The address is said without its path.',
  other_ending: 'The address is said with another ending.',
};
const [FAIL_ORDER, UNSURE_ORDER] = [
  ['other_path', 'other_ending', 'no_path'],
  ['near', 'near_path', 'no_ending', 'longer'],
] as const;

/** Whether an address was said, whole. */
export function checkAddress(tokens: readonly Token[], range: Range, address: string): Finding {
  const heard = heardAddresses(tokens, range, spokenAddress(address));
  const first = (kind: Heard['kind']) => heard.find((one) => one.kind === kind);
  const [right, misled] = [first('right'), first('other_path') ?? first('other_ending')];
  if (right && misled) return uncertain('It is said once as it should be, and once otherwise.', misled);
  if (right) return pass('The address is said.', right);
  for (const kind of [...UNSURE_ORDER, ...FAIL_ORDER]) {
    const found = first(kind);
    if (found) return { verdict: WHY[kind], why: TEXTS[kind], at: found };
  }
  return fail('The address is not said.');
}
