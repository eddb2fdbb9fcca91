import { heardAddresses, spokenAddress } from './address.ts';
import { type HeardName, heardNames, joinedText, soughtName } from './names.ts';
import { coverageOf, stemmed, talkingPoint } from './points.ts';
import { readAs } from './spoken.ts';
import { endedSentence, type Range, sentenceAround, type Token } from './tokens.ts';

/** An ad as the analysis found it. */
export interface KnownAd {
  startMs: number;
  endMs: number;
}

/** What tells a read of this sponsor from all else that is said. */
export interface Sought {
  sponsor: string;
  alsoKnownAs: readonly string[];
  promoCode: string | null;
  address: string | null;
  talkingPoints: readonly string[];
}

/** The read of an ad. */
export interface Read {
  /** From its first to its last sign in whole sentences: surely of the read. */
  inner: Range;
  /** With the ad around it, as far as the analysis found one: at most this. */
  outer: Range;
  /** From the first to the last sign. */
  own: Range;
  /** Whether an ad was found there, or more signs than its name. */
  isSure: boolean;
  names: readonly HeardName[];
}

interface Sign extends Range {
  kind: 'name' | 'near_name' | 'address' | 'code' | 'part_of_address';
}

const WORTH: Readonly<Record<Sign['kind'], number>> = { name: 2, near_name: 1, address: 3, code: 3, part_of_address: 1.5 };
/** A silence about it this long parts one read from the next. */
const [MOST_GAP_MS, MOST_GAP_WORDS, MOST_WORDS] = [40_000, 110, 3_000];
const [OF_AD, OF_PLACE, OF_POINT, LEAST_POINT] = [1.5, 1, 1.5, 0.5];
/** How far an ad may reach beyond the signs of the read. */
const MOST_BEYOND_MS = 45_000;
const LEAST_WORTH = 1;
/** A sentence of which more than so many words would be missing has no end that is known. */
const MOST_TO_END = 25;

/** Every sign of the sponsor in the transcript, in order. */
function signsOf(tokens: readonly Token[], sought: Sought): { signs: Sign[]; names: HeardName[] } {
  const range = { first: 0, last: tokens.length - 1 };
  const names = heardNames(tokens, [sought.sponsor, ...sought.alsoKnownAs].map(soughtName));
  const signs: Sign[] = names.map(({ first, last, match }) => ({ first, last, kind: match === 'near' ? 'near_name' : 'name' }));
  if (sought.address !== null)
    for (const { first, last, kind } of heardAddresses(tokens, range, spokenAddress(sought.address)))
      signs.push({ first, last, kind: kind === 'right' || kind === 'no_path' || kind === 'other_path' ? 'address' : 'part_of_address' });
  const code = sought.promoCode === null ? '' : joinedText(sought.promoCode);
  if (/\d/.test(code) && code.length >= 4)
    tokens.forEach((_, first) => {
      const said = readAs(tokens, first, code);
      if (said && !said.isLoose) signs.push({ first, last: said.next - 1, kind: 'code' });
    });
  return { signs: signs.sort((a, b) => a.first - b.first), names };
}

/** Signs that follow one another closely. */
function clustersOf(tokens: readonly Token[], signs: readonly Sign[]): Sign[][] {
  const clusters: Sign[][] = [];
  for (const sign of signs) {
    const last = clusters.at(-1);
    const before = last?.at(-1);
    const isNear =
      last !== undefined &&
      before !== undefined &&
      tokens[sign.first].startMs - tokens[before.last].endMs <= MOST_GAP_MS &&
      sign.first - before.last <= MOST_GAP_WORDS &&
      sign.first - last[0].first <= MOST_WORDS;
    if (isNear) last.push(sign);
    else clusters.push([sign]);
  }
  return clusters;
}

const rangeMs = (tokens: readonly Token[], { first, last }: Range) => ({ startMs: tokens[first].startMs, endMs: tokens[last].endMs });

/** The first token that starts at a time or later, by halving. */
function tokenAt(tokens: readonly Token[], ms: number): number {
  let [low, high] = [0, tokens.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tokens[middle].startMs < ms) low = middle + 1;
    else high = middle;
  }
  return Math.min(low, tokens.length - 1);
}

function meets(tokens: readonly Token[], range: Range, ad: KnownAd): boolean {
  const { startMs, endMs } = rangeMs(tokens, range);
  return startMs < ad.endMs && ad.startMs < endMs;
}

/** A stretch with the ads that meet it, as far as they may reach beyond it. */
function withAds(tokens: readonly Token[], inner: Range, ads: readonly KnownAd[]): Range {
  const { startMs, endMs } = rangeMs(tokens, inner);
  let { first, last } = inner;
  for (const ad of ads.filter((one) => meets(tokens, inner, one))) {
    first = Math.min(first, tokenAt(tokens, Math.max(ad.startMs, startMs - MOST_BEYOND_MS)));
    const after = tokenAt(tokens, Math.min(ad.endMs, endMs + MOST_BEYOND_MS));
    last = Math.max(last, tokens[after].startMs >= ad.endMs ? after - 1 : after);
  }
  return { first, last };
}

interface Candidate {
  read: Read;
  worth: number;
}

interface Surroundings {
  tokens: readonly Token[];
  ads: readonly KnownAd[];
  sought: Sought;
  /** Where the read is wanted; of two that are alike, the one there is taken. */
  isWanted: (range: Range) => boolean;
}

/** How far a read's points go, and where they are made. */
function pointsIn({ tokens, sought }: Surroundings, range: Range): { worth: number; at: Range[] } {
  const said = stemmed(tokens, range);
  const covered = sought.talkingPoints.map((text) => coverageOf(said, talkingPoint(text), range.first));
  const made = covered.filter(({ share }) => share >= LEAST_POINT);
  return { worth: made.reduce((sum, { share }) => sum + OF_POINT * share, 0), at: made.flatMap(({ at }) => at ?? []) };
}

function candidateOf(around: Surroundings, signs: readonly Sign[], names: readonly HeardName[], bare: Range): Candidate {
  const { tokens, ads, isWanted } = around;
  const wide = withAds(tokens, sentenceAround(tokens, bare), ads);
  const nearby = { first: Math.max(0, wide.first - MOST_GAP_WORDS), last: Math.min(tokens.length - 1, wide.last + MOST_GAP_WORDS) };
  const points = pointsIn(around, signs.length > 0 && ads.every((ad) => !meets(tokens, bare, ad)) ? nearby : wide);
  const own = points.at.reduce(
    (all, { first, last }) => ({ first: Math.min(all.first, first), last: Math.max(all.last, last) }),
    signs.length > 0 ? bare : (points.at[0] ?? bare),
  );
  const inner = endedSentence(tokens, own, MOST_TO_END);
  const outer = withAds(tokens, inner, ads);
  const kinds = new Map<Sign['kind'], number>(signs.map(({ kind }) => [kind, WORTH[kind]]));
  const isAd = ads.some((ad) => meets(tokens, inner, ad));
  const ofSigns = [...kinds.values()].reduce((sum, worth) => sum + worth, 0);
  const worth = ofSigns + points.worth + (isAd ? OF_AD : 0) + (isWanted(inner) ? OF_PLACE : 0);
  const isSure = isAd || ofSigns >= WORTH.name + WORTH.part_of_address || points.at.length > 1;
  return { read: { inner, outer, own, isSure, names }, worth };
}

/**
 * The read in a transcript: where the sponsor's name, address and code stand together, with the ad that was found around them; where none
 * of them is heard, the ad that makes most of the talking points. Undefined where there is nothing of it.
 */
export function findRead(
  tokens: readonly Token[],
  ads: readonly KnownAd[],
  sought: Sought,
  isWanted: (range: Range) => boolean,
): Read | undefined {
  const around = { tokens, ads, sought, isWanted };
  const { signs, names } = signsOf(tokens, sought);
  const candidates = clustersOf(tokens, signs).map((cluster) => {
    const bare = { first: cluster[0].first, last: Math.max(...cluster.map(({ last }) => last)) };
    const own = names.filter(({ first, last }) => first >= bare.first && last <= bare.last);
    return candidateOf(around, cluster, own, bare);
  });
  const best = candidates.reduce<Candidate | undefined>((found, one) => (found && found.worth >= one.worth ? found : one), undefined);
  if (best && best.worth >= LEAST_WORTH) return best.read;
  return unnamedRead(around);
}

/** The ad that makes most of the points without a sign of the sponsor. */
function unnamedRead(around: Surroundings): Read | undefined {
  const { tokens, ads } = around;
  if (tokens.length === 0) return undefined;
  const found = ads.flatMap((ad) => {
    const range = { first: tokenAt(tokens, ad.startMs), last: Math.max(tokenAt(tokens, ad.startMs), tokenAt(tokens, ad.endMs) - 1) };
    const points = pointsIn(around, range);
    return points.at.length === 0 ? [] : [{ range, worth: points.worth }];
  });
  const [best] = found.sort((a, b) => b.worth - a.worth);
  return best && { inner: best.range, outer: best.range, own: best.range, isSure: false, names: [] };
}
