import { shareOf } from '../../platform/intervals.ts';
import type { AnswerState, Candidate, SurveySummary } from './schema.ts';

/** From so high a score on, and so far ahead of the next, an answer is mapped by itself; from so low on a person is asked. */
export const MAPS_FROM = 0.8;
export const LEADS_BY = 0.05;
export const ASKS_FROM = 0.55;
/** Letters that changed places cost trigrams much, and Jaro–Winkler little: typing errors are what there is most of. */
const TRIGRAM_PART = 0.35;
const OTHER_LENGTH = 0.9;
const MOST_CANDIDATES = 5;
const MOST_WORDS = 40;

/** Words that tell nothing of which show it was. */
const EMPTY_WORDS = new Set(
  (
    'a about ad ads advert advertisement an and at by episode for found from hear heard host i in it listen listened listening ' +
    'listener me mention mentioned my of on our podcast podcasts pod show shows sponsor sponsored that the their this through ' +
    'via was we with you your'
  ).split(' '),
);
const PODCAST = /\b(podcasts?|pods?|episodes?)\b/;

/** E-mail addresses, and numbers as long as a telephone's, are not what was asked for; they are not kept. */
export function withoutContacts(answer: string): string {
  return answer.replaceAll(/\S+@\S+/g, '…').replaceAll(/\+?\d[\d\s().-]{5,}\d/g, '…');
}

/** A text as it is compared: without case, accents, punctuation and spare spaces. */
export function plainText(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/['’]/g, '')
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** The words of a text that tell something; of a text that has none, all of them. */
function tellingWords(plain: string): string[] {
  const words = plain
    .split(' ')
    .filter((word) => word !== '')
    .slice(0, MOST_WORDS);
  const telling = words.filter((word) => !EMPTY_WORDS.has(word));
  return telling.length === 0 ? words : telling;
}

/** Whether an answer speaks of a podcast, whichever. */
export function speaksOfPodcast(answer: string): boolean {
  return PODCAST.test(plainText(answer));
}

/** The phrase that stands for an answer: what people said of one holds for every other of the same words. */
export function phraseOf(answer: string): string {
  return tellingWords(plainText(answer)).join(' ');
}

function trigramsOf(text: string): Set<string> {
  const padded = `  ${text} `;
  const trigrams = new Set<string>();
  for (let place = 0; place + 3 <= padded.length; place++) trigrams.add(padded.slice(place, place + 3));
  return trigrams;
}

/** Shared trigrams of all (Dice): 1 for equal texts, 0 for those that share none. Source: L. R. Dice (1945), Ecology 26, 297–302. */
function trigramLikeness(a: string, b: string): number {
  const [own, other] = [trigramsOf(a), trigramsOf(b)];
  const both = [...own].filter((trigram) => other.has(trigram)).length;
  return (2 * both) / (own.size + other.size);
}

function jaro(a: string, b: string): number {
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1);
  const taken = new Set<number>();
  const matched: number[] = [];
  for (let place = 0; place < a.length; place++) {
    const to = Math.min(b.length - 1, place + reach);
    for (let other = Math.max(0, place - reach); other <= to; other++) {
      if (taken.has(other) || a[place] !== b[other]) continue;
      taken.add(other);
      matched.push(place);
      break;
    }
  }
  if (matched.length === 0) return 0;
  const inOther = [...taken].sort((x, y) => x - y);
  const crossed = matched.filter((place, order) => a[place] !== b[inOther[order]]).length / 2;
  return (matched.length / a.length + matched.length / b.length + (matched.length - crossed) / matched.length) / 3;
}

/** Likeness of two texts, 0 to 1, more where they begin alike. Source: W. E. Winkler (1990), Proc. Survey Research Methods, 354–359. */
function jaroWinkler(a: string, b: string): number {
  const plain = jaro(a, b);
  let prefix = 0;
  while (prefix < 4 && prefix < a.length && a[prefix] === b[prefix]) prefix += 1;
  return plain + prefix * 0.1 * (1 - plain);
}

/**
 * How well an answer's words tell of a show's name, 0 to 1: of all runs of words as long as the name, one word more or fewer, the
 * likeliest; equal words are 1, likeness is a weighted mean of trigrams and Jaro–Winkler.
 */
function likenessOf(words: readonly string[], name: readonly string[]): number {
  let best = 0;
  for (const length of [name.length, name.length - 1, name.length + 1]) {
    // Words that are written together, or apart, are the same words; a word too few or too many is not.
    const [joint, weight] = length === name.length ? [' ', 1] : ['', OTHER_LENGTH];
    const wanted = name.join(joint);
    for (let from = 0; length > 0 && from + length <= words.length; from++) {
      const run = words.slice(from, from + length).join(joint);
      if (run === wanted) return 1;
      best = Math.max(best, weight * (TRIGRAM_PART * trigramLikeness(run, wanted) + (1 - TRIGRAM_PART) * jaroWinkler(run, wanted)));
    }
  }
  return best;
}

/** A show as answers are compared with it. */
export interface NamedShow {
  key: string;
  name: string;
}

/** The shows an answer may mean, likeliest first, ties by key. */
export function candidatesOf(answer: string, shows: readonly NamedShow[]): Candidate[] {
  const words = tellingWords(plainText(answer));
  return shows
    .map(({ key, name }) => ({ show: key, name, score: Math.round(likenessOf(words, tellingWords(plainText(name))) * 1_000) / 1_000 }))
    .filter(({ score }) => score >= ASKS_FROM)
    .sort((a, b) => b.score - a.score || (a.show < b.show ? -1 : 1))
    .slice(0, MOST_CANDIDATES);
}

/** What is made of an answer, and why. */
export interface Judgement {
  state: AnswerState;
  show: string | null;
  score: number | null;
  reason: string;
  candidates: Candidate[];
}

/** Judges an answer: by what people have said of the same words, else by likeness to the names of shows. */
export function judge(answer: string, shows: readonly NamedShow[], aliases: ReadonlyMap<string, string>): Judgement {
  const alias = aliases.get(phraseOf(answer));
  const candidates = candidatesOf(answer, shows);
  if (alias !== undefined)
    return { state: 'mapped', show: alias, score: 1, reason: 'the same words were confirmed to mean this show', candidates };
  const [first, second] = candidates;
  if (!first) return { state: 'unmapped', show: null, score: null, reason: 'no show has a name like it', candidates };
  const lead = first.score - (second?.score ?? 0);
  const told = `it is like "${first.name}" at ${first.score.toFixed(3)}`;
  if (first.score < MAPS_FROM)
    return { state: 'waiting', show: null, score: first.score, reason: `${told}, which is not enough`, candidates };
  if (lead < LEADS_BY)
    return { state: 'waiting', show: null, score: first.score, reason: `${told}, and about as much like another one`, candidates };
  return { state: 'mapped', show: first.show, score: first.score, reason: told, candidates };
}

/** What an answer's survey says together. */
export interface SurveyCounts {
  from: string;
  to: string;
  answers: number;
  podcastAnswers: number;
  customers: number;
  direct: number;
  shows: { show: string; answers: number }[];
}

/**
 * The survey multiplier: customers whom podcasts brought if those who answered are like the others, over those who told it by a code or a
 * vanity path. The interval is that of the share; customers and direct ones are counted, not sampled.
 */
export function buildSummary({ answers, podcastAnswers, customers, direct, ...rest }: SurveyCounts): SurveySummary {
  const podcastShare = shareOf(podcastAnswers, answers);
  const times = (part: number | null, factor: number | null) => (part === null || factor === null ? null : part * factor);
  const scaled = (factor: number | null) => ({
    value: times(podcastShare.rate, factor),
    low: times(podcastShare.low, factor),
    high: times(podcastShare.high, factor),
  });
  return {
    ...rest,
    podcastShare,
    customers,
    projected: scaled(customers),
    direct,
    multiplier: scaled(direct === 0 ? null : customers / direct),
  };
}
