import { shareOf } from '../../platform/intervals.ts';
import { addShow, createShowIndex, likestShows, type NamedShow, type ShowIndex } from './likeness.ts';
import type { AnswerState, Candidate, SurveySummary } from './schema.ts';

/** From so high a score on, and so far ahead of the next, an answer is mapped by itself. */
export const MAPS_FROM = 0.8;
export const LEADS_BY = 0.05;
const MOST_WORDS = 40;
/** Compatibility forms of letters become several: six of "㌖", which is one character. */
const LONGEST_PHRASE = 500;

/** Words that tell nothing of which show it was. */
const EMPTY_WORDS = new Set(
  (
    'a about ad ads advert advertisement an and at by episode for found from hear heard host i in it listen listened listening ' +
    'listener me mention mentioned my of on our podcast podcasts pod show shows sponsor sponsored that the their this through ' +
    'via was we with you your'
  ).split(' '),
);
const PODCAST = /\b(podcasts?|pods?)\b/;
/** A denial, with up to three words between it and what it denies. */
const DENIED_PODCAST = /\b(no|not|never|nor|isnt|wasnt|arent|didnt|dont|doesnt|without)( [\p{L}\p{N}]+){0,3} (podcasts?|pods?)\b/gu;

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

/** Whether an answer speaks of a podcast, whichever; one that says it was none does not. */
export function speaksOfPodcast(answer: string): boolean {
  return PODCAST.test(plainText(answer).replaceAll(DENIED_PODCAST, ''));
}

/**
 * Whether a likeness rests on one word that may mean something else: the only telling one of a show's name, in an answer that does not say
 * the name as it stands, or says more than that.
 */
function restsOnOneWord(answer: string, name: string): boolean {
  const [said, called] = [plainText(answer), plainText(name)];
  if (tellingWords(called).length > 1) return false;
  return !` ${said} `.includes(` ${called} `) || tellingWords(said).length > 1;
}

/** The phrase that stands for an answer, at most 500 characters: what people said of one holds for every other of the same words. */
export function phraseOf(answer: string): string {
  return tellingWords(plainText(answer)).join(' ').slice(0, LONGEST_PHRASE).toWellFormed().trim();
}

/** Shows made ready for answers to be compared with them; with one that is given, these are added to it. */
export function indexShows(shows: readonly NamedShow[], index: ShowIndex = createShowIndex()): ShowIndex {
  for (const show of shows) addShow(index, show, tellingWords(plainText(show.name)));
  return index;
}

/** The shows an answer may mean, likeliest first, ties by key. */
export function candidatesOf(answer: string, index: ShowIndex): Candidate[] {
  return likestShows(tellingWords(plainText(answer)), index);
}

/** What is made of an answer, and why. */
export interface Judgement {
  state: AnswerState;
  show: string | null;
  score: number | null;
  reason: string;
  candidates: Candidate[];
}

/** What an answer means by what people have said of the same words. */
export function aliasMeaning(show: string): Omit<Judgement, 'candidates'> {
  return { state: 'mapped', show, score: 1, reason: 'the same words were confirmed to mean this show' };
}

/** Judges an answer: by what people have said of the same words, else by likeness to the names of shows. */
export function judge(answer: string, index: ShowIndex, aliases: ReadonlyMap<string, string>): Judgement {
  const alias = aliases.get(phraseOf(answer));
  const candidates = candidatesOf(answer, index);
  if (alias !== undefined) return { ...aliasMeaning(alias), candidates };
  const [first, second] = candidates;
  if (!first) return { state: 'unmapped', show: null, score: null, reason: 'no show has a name like it', candidates };
  const lead = first.score - (second?.score ?? 0);
  const told = `it is like "${first.name}" at ${first.score.toFixed(3)}`;
  if (first.score < MAPS_FROM)
    return { state: 'waiting', show: null, score: first.score, reason: `${told}, which is not enough`, candidates };
  if (lead < LEADS_BY)
    return { state: 'waiting', show: null, score: first.score, reason: `${told}, and about as much like another one`, candidates };
  if (restsOnOneWord(answer, first.name))
    return { state: 'waiting', show: null, score: first.score, reason: `${told} by one word, which may mean something else`, candidates };
  return { state: 'mapped', show: first.show, score: first.score, reason: told, candidates };
}

/** What an answer's survey says together. */
export interface SurveyCounts {
  from: string;
  to: string;
  answers: number;
  podcastAnswers: number;
  foreignAnswers: number;
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
