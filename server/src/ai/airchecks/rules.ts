import { findAdReads } from '../adreads/rules.ts';
import type { BriefDetails } from '../briefs/schema.ts';
import type { StoredSegment } from '../transcripts/parts.ts';
import { checkAddress } from './address.ts';
import { checkCode } from './code.ts';
import { fail, type Finding, pass, uncertain } from './findings.ts';
import { checkForbidden } from './forbidden.ts';
import { checkLength, checkPosition, checkSeparation, placeVerdict, programmeAround, type Timing } from './placing.ts';
import { checkPoint } from './points.ts';
import { findRead, type KnownAd, type Read } from './read.ts';
import type { Requirement, RequirementKind, Verdict } from './schema.ts';
import { quoteOf, type Range, sentenceAround, type Token, wordsSaid } from './tokens.ts';

export const METHOD = 'word_alignment';
/** One more with each change of what passes. */
export const MODEL = 'earshot-aircheck-1';

/** A longer text is no episode: a day of speech has about two million characters. */
export const MOST_CHARACTERS = 4_000_000;

export interface AircheckInput {
  brief: BriefDetails;
  segments: readonly StoredSegment[];
  /** As the analysis found them; null where there is none of this transcript: they are looked for then. */
  ads: readonly KnownAd[] | null;
  /** Of the audio, where it is known; else the transcript's end is taken. */
  durationMs: number;
  timing: 'stated' | 'estimated';
  /** Whether the audio is the ad alone: then there is no episode in which it could stand. */
  isAlone: boolean;
}

export interface AircheckFindings {
  outcome: Verdict;
  counts: Record<Verdict, number>;
  read: { startMs: number; endMs: number; quote: string } | null;
  requirements: Requirement[];
}

const NO_READ = 'No read of this sponsor was found.';
const ALONE = 'Only the ad itself was checked, not an episode.';

/** What is wanted, by kind and in the order of the brief. */
function wantedOf(brief: BriefDetails): { kind: RequirementKind; wanted: string }[] {
  const { sponsor, talkingPoints, promoCode, address, position, leastSeconds, forbiddenWords, competitors } = brief;
  const one = (kind: RequirementKind, wanted: string | number | null) => (wanted === null ? [] : [{ kind, wanted: String(wanted) }]);
  return [
    ...one('sponsor', sponsor),
    ...talkingPoints.flatMap((point) => one('talking_point', point)),
    ...one('promo_code', promoCode),
    ...one('address', address),
    ...one('position', position),
    ...one('length', leastSeconds),
    ...forbiddenWords.flatMap((phrase) => one('forbidden_words', phrase)),
    ...competitors.flatMap((name) => one('separation', name)),
  ];
}

function checkSponsor({ names, isSure, own }: Read, hasRightAddress: boolean): Finding {
  const exact = names.find(({ match }) => match === 'exact');
  const heard = exact ?? names.find(({ match }) => match === 'sounds');
  if (heard) return isSure ? pass('It is named.', heard) : uncertain('It is named, but not in what sounds like an ad.', heard);
  const near = names.at(0);
  if (near)
    return hasRightAddress
      ? pass('A name that sounds like it, with its address or code.', near)
      : uncertain('A name that sounds like it.', near);
  if (hasRightAddress) return uncertain('Its address or code is said, its name is not heard.', own);
  return uncertain('Its talking points are heard, its name is not.', own);
}

interface Checked {
  brief: BriefDetails;
  timing: Timing;
  read: Read;
  isAlone: boolean;
}

/** What is said within a read and a sentence to either side, in which its last words may stand. */
function reachOf({ timing: { tokens }, read: { outer } }: Checked): Range {
  const before = outer.first > 0 ? sentenceAround(tokens, { first: outer.first - 1, last: outer.first - 1 }).first : 0;
  const next = Math.min(tokens.length - 1, outer.last + 1);
  return { first: before, last: sentenceAround(tokens, { first: next, last: next }).last };
}

/** How each kind of requirement is checked. */
const CHECKS: Readonly<Record<RequirementKind, (checked: Checked, wanted: string) => Finding>> = {
  sponsor(checked) {
    const { brief, timing, read } = checked;
    const { address, promoCode } = brief;
    const reach = reachOf(checked);
    const backing = [
      ...(address === null ? [] : [checkAddress(timing.tokens, reach, address)]),
      ...(promoCode === null ? [] : [checkCode(timing.tokens, reach, read.own, promoCode)]),
    ];
    const isBacked = backing.some(({ verdict }) => verdict === 'pass');
    return checkSponsor(read, isBacked);
  },
  talking_point: (checked, wanted) => checkPoint(checked.timing.tokens, reachOf(checked), wanted),
  promo_code: (checked, wanted) => checkCode(checked.timing.tokens, reachOf(checked), checked.read.own, wanted),
  address: (checked, wanted) => checkAddress(checked.timing.tokens, reachOf(checked), wanted),
  position: ({ isAlone, timing, read }, wanted) => (isAlone ? uncertain(ALONE) : checkPosition(timing, read, wanted as 'pre_roll')),
  length: ({ timing, read }, wanted) => checkLength(timing, read, Number(wanted)),
  forbidden_words: ({ timing, read }, wanted) => checkForbidden(timing.tokens, read.outer, wanted),
  separation: ({ isAlone, timing, read, brief }, wanted) =>
    isAlone ? uncertain(ALONE) : checkSeparation(timing, read, wanted, brief.separationMinutes ?? 0),
};

/** Nothing that must be said was said; what must not be said cannot be told. */
function withoutRead(kind: RequirementKind): Finding {
  return kind === 'forbidden_words' || kind === 'separation' ? uncertain(NO_READ) : fail(NO_READ);
}

/** The worst of verdicts: uncertain is never a pass. */
function outcomeOf(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('fail')) return 'fail';
  return verdicts.includes('uncertain') ? 'uncertain' : 'pass';
}

const [LONGEST_SENTENCE, WORDS_AROUND] = [300, 8];

/** Quotes stand in whole sentences, where these are short enough; else with some words to either side. */
function quoted(segments: readonly StoredSegment[], tokens: readonly Token[], at: Range) {
  const whole = quoteOf(segments, tokens, sentenceAround(tokens, at));
  const wider = { first: Math.max(0, at.first - WORDS_AROUND), last: Math.min(tokens.length - 1, at.last + WORDS_AROUND) };
  const quote = whole.length <= LONGEST_SENTENCE ? whole : quoteOf(segments, tokens, wider);
  return { quote, startMs: tokens[at.first].startMs, endMs: tokens[at.last].endMs };
}

function adsIn(segments: readonly StoredSegment[]): KnownAd[] {
  const timed = segments.map(({ startMs, endMs, text }) => ({ start: startMs / 1_000, end: endMs / 1_000, text }));
  return findAdReads(timed).map(({ start, end }) => ({ startMs: Math.round(1_000 * start), endMs: Math.round(1_000 * end) }));
}

/**
 * Holds a transcript against a placement's brief, requirement by requirement, each with the words and the time that speak for it. Pure, and
 * in time that grows with the length of the transcript; fit for a thread of its own.
 */
export function checkTranscript({ brief, segments, ads: known, timing: stated, isAlone, durationMs }: AircheckInput): AircheckFindings {
  const tokens = wordsSaid(segments);
  const lastMs = segments.reduce((latest, { endMs }) => Math.max(latest, endMs), 0);
  const ads = known ?? adsIn(segments);
  const timing = { tokens, ads, durationMs: Math.max(durationMs, lastMs), isEstimated: stated === 'estimated' };
  const { position } = brief;
  const isWanted = (range: Range) => position !== null && placeVerdict(programmeAround(timing, range), position) === 'pass';
  const read = findRead(tokens, ads, brief, isWanted);
  const requirements = wantedOf(brief).map(({ kind, wanted }): Requirement => {
    const { verdict, why, at } = read ? CHECKS[kind]({ brief, timing, read, isAlone }, wanted) : withoutRead(kind);
    const place = at === undefined ? { quote: null, startMs: null, endMs: null } : quoted(segments, tokens, at);
    return { kind, wanted, verdict, why, ...place };
  });
  const count = (verdict: Verdict) => requirements.filter((one) => one.verdict === verdict).length;
  return {
    outcome: outcomeOf(requirements.map(({ verdict }) => verdict)),
    counts: { pass: count('pass'), fail: count('fail'), uncertain: count('uncertain') },
    read: read ? { ...quoted(segments, tokens, read.inner), quote: quoteOf(segments, tokens, read.inner) } : null,
    requirements,
  };
}

/** Holds one transcript against some briefs. Fit for a thread of its own. */
export function checkTranscripts(inputs: readonly AircheckInput[]): AircheckFindings[] {
  return inputs.map(checkTranscript);
}
