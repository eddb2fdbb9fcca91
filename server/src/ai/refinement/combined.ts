import type { AdRead, ReadSentences } from '../adreads/rules.ts';
import type { Stretch } from '../analyses/spans.ts';
import type { RefinementNote } from './schema.ts';
import type { WindowAd } from './windows.ts';

/** What models said of an episode's ads: in the stretches they answered for, nothing else is one. */
export interface RefinedAds {
  ads: WindowAd[];
  answered: Stretch[];
  note: RefinementNote;
}

/** An ad with who found it. */
export interface FoundRead extends AdRead {
  foundBy: 'classifier' | 'model' | 'both';
  /** What the model says of who reads it. */
  readType?: WindowAd['readType'];
}

const overlap = (a: Stretch, b: Stretch) => Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start));
const probabilityOf = (logOdds: number) => 1 / (1 + Math.exp(-logOdds));

/**
 * What the classifier found and what models say of it, as one list: where a model answered, its word holds, elsewhere the classifier's. The
 * confidence is the classifier's in either case, since models give none that could be compared.
 */
export function combined(
  own: readonly AdRead[],
  { ads, answered }: Pick<RefinedAds, 'ads' | 'answered'>,
  { sentences, logOdds }: Pick<ReadSentences, 'sentences' | 'logOdds'>,
): FoundRead[] {
  const kept = own.filter((ad) => {
    const middle = (ad.start + ad.end) / 2;
    const isTold = answered.some(({ start, end }) => middle >= start && middle <= end);
    return !isTold && !ads.some((one) => overlap(one, ad) > 0);
  });
  const told = ads.map((ad): FoundRead => {
    const isIn = (one: Stretch) => (one.start + one.end) / 2 >= ad.start && (one.start + one.end) / 2 <= ad.end;
    const places = sentences.flatMap((one, place) => (isIn(one) ? [place] : []));
    const sum = places.reduce((total, place) => total + probabilityOf(logOdds[place]), 0);
    const foundBy = own.some((one) => overlap(one, ad) > 0) ? 'both' : 'model';
    const { start, end, brand, readType } = ad;
    return { start, end, sponsor: brand ?? undefined, confidence: sum / Math.max(1, places.length), foundBy, readType };
  });
  return [...kept.map((ad): FoundRead => ({ ...ad, foundBy: 'classifier' })), ...told].sort((a, b) => a.start - b.start);
}
