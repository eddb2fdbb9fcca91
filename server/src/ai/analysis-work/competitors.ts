import { heardNames, joinedText, soughtName } from '../airchecks/names.ts';
import { type Token, wordsSaid } from '../airchecks/tokens.ts';
import type { FoundAd } from '../analyses/schema.ts';
import type { Brief } from '../briefs/schema.ts';
import type { StoredSegment } from '../transcripts/parts.ts';

/** What a placement's brief says of competitors. */
export type CompetitorBrief = Pick<Brief, 'placement' | 'sponsor' | 'alsoKnownAs' | 'competitors' | 'separationMinutes'>;

/** An ad of a competitor, nearer to a placement's read than its brief asks for. */
export interface CompetitorAd {
  ad: FoundAd;
  /** As the brief names it. */
  competitor: string;
  placement: string;
  sponsor: string;
  minutes: number;
  /** To the sponsor's own nearest ad; null where none was found, so that it may be anywhere in the episode. */
  gapMs: number | null;
}

const MINUTE_MS = 60_000;

const within = (tokens: readonly Token[], { startMs, endMs }: FoundAd) =>
  tokens.filter((one) => one.startMs < endMs && one.endMs > startMs);

/** Whether an ad is for one of these names: as it was found to be, or because its words say the name. */
function isFor({ sponsor }: FoundAd, said: readonly Token[], names: readonly string[]): boolean {
  if (sponsor !== null && names.some((name) => joinedText(name) === joinedText(sponsor))) return true;
  return heardNames(said, names.map(soughtName)).some(({ match }) => match !== 'near');
}

function gapBetween(one: FoundAd, other: FoundAd): number {
  return Math.max(0, one.startMs - other.endMs, other.startMs - one.endMs);
}

/**
 * Ads of the competitors that briefs name, each that is nearer to the sponsor's own ads than its brief asks for, or of which that is not
 * known. An ad that says the sponsor's name as well is taken for the sponsor's own, which may name whom it is better than.
 */
export function competitorAds(
  ads: readonly FoundAd[],
  segments: readonly StoredSegment[],
  briefs: readonly CompetitorBrief[],
): CompetitorAd[] {
  const asking = briefs.filter(({ competitors }) => competitors.length > 0);
  if (asking.length === 0 || ads.length === 0) return [];
  const tokens = wordsSaid(segments.filter((one) => ads.some(({ startMs, endMs }) => one.startMs < endMs && one.endMs > startMs)));
  const heard = ads.map((ad) => ({ ad, said: within(tokens, ad) }));
  return asking.flatMap(({ placement, sponsor, alsoKnownAs, competitors, separationMinutes }) => {
    const own = heard.filter(({ ad, said }) => isFor(ad, said, [sponsor, ...alsoKnownAs]));
    const others = heard.filter((one) => !own.includes(one));
    const minutes = separationMinutes ?? 0;
    return competitors.flatMap((competitor) =>
      others.flatMap(({ ad, said }): CompetitorAd[] => {
        if (!isFor(ad, said, [competitor])) return [];
        const gapMs = own.length === 0 ? null : Math.min(...own.map((one) => gapBetween(one.ad, ad)));
        return gapMs !== null && gapMs >= minutes * MINUTE_MS ? [] : [{ ad, competitor, placement, sponsor, minutes, gapMs }];
      }),
    );
  });
}
