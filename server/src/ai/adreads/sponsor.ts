import type { Sentence } from './sentences.ts';

const DOMAIN = /\b([a-z][a-z\d-]{1,40})(?:\.| dot )(?:com|org|net|co|io|app|fm|shop)\b/gi;
const BEFORE_NAMES = ['sponsored by', 'brought to you by', 'presented by', 'partner(?:ed|ing)? with', 'thanks to'];
const SUPPORT = 'support(?:ed)? (?:for .{1,40}? )?(?:comes? from|by)';
const NAMED = new RegExp(`\\b(?:${[...BEFORE_NAMES, SUPPORT].join('|')})\\s+`, 'gi');
/** A run of words that begin with a capital letter, as names do. */
const NAME = /\p{Lu}[\p{L}\p{N}'’&-]*(?:(?: of| and| the| for| &)? \p{Lu}[\p{L}\p{N}'’&-]*){0,3}/gu;
const NO_NAMES = new Set(
  (
    'i i’m i’ll i’ve it its this that the a an and but so or if when you your we our they he she my in on at for with from to get ' +
    'go visit try now today new free no yes ok okay hey hi plus just because what how why where there here one all as more most only ' +
    'let head check call text use code download learn sign start stop join save monday tuesday wednesday thursday friday saturday sunday ' +
    'january february march april may june july august september october november december america american us usa u.s tv ai'
  ).split(' '),
);
/** Of writing that puts no spaces between words. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]/u;
const [OF_DOMAIN, OF_PHRASE, OF_MENTION] = [3, 3, 1];

const joined = (name: string) => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** Whether whole words in a row, written together, are this name: "aura" is not said in "restaurant". */
function isSaid(words: readonly string[], name: string): boolean {
  return words.some((_, from) => {
    let together = '';
    for (let at = from; at < words.length && together.length < name.length; at += 1) together += words[at];
    return together === name;
  });
}

/** Names in a sentence; the first word of a sentence counts only with another name behind it. */
function namesIn(text: string): string[] {
  return [...text.matchAll(NAME)].flatMap(({ 0: name, index }) => {
    const words = name.split(' ');
    while (words.length > 0 && NO_NAMES.has(words[0].toLowerCase().replaceAll("'", '’'))) words.shift();
    const isFirst = index === 0 && words.length === name.split(' ').length;
    return words.length === 0 || (isFirst && words.length === 1) ? [] : [words.join(' ').replace(/['’]s$/, '')];
  });
}

/**
 * Whom an ad is for, as far as its words tell: a sponsor of the list given when one is named, else the name that the address, the words
 * "sponsored by" and the mentions speak for. Undefined where nothing does.
 */
export function sponsorOf(sentences: readonly Sentence[], known: readonly string[] = []): string | undefined {
  const text = sentences.map((sentence) => sentence.text).join(' ');
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const isNamed = (name: string) => (UNSPACED.test(name) ? joined(text).includes(name) : isSaid(words, name));
  const listed = known.find((name) => joined(name).length > 2 && isNamed(joined(name)));
  if (listed !== undefined) return listed;
  const points = new Map<string, { name: string; sum: number }>();
  const credit = (name: string, worth: number): void => {
    const key = joined(name);
    if (key.length < 2) return;
    const found = points.get(key) ?? { name, sum: 0 };
    points.set(key, { name: found.name, sum: found.sum + worth });
  };
  for (const { text: own } of sentences) for (const name of namesIn(own)) credit(name, OF_MENTION);
  for (const { index, 0: phrase } of text.matchAll(NAMED)) {
    const [name] = text.slice(index + phrase.length, index + phrase.length + 80).match(NAME) ?? [];
    if (name !== undefined && text.startsWith(name, index + phrase.length)) credit(name.replace(/['’]s$/, ''), OF_PHRASE);
  }
  for (const [, name] of text.matchAll(DOMAIN)) credit(name, OF_DOMAIN);
  return [...points.values()].reduce((best, one) => (one.sum > best.sum ? one : best), { name: '', sum: 1 }).name || undefined;
}
