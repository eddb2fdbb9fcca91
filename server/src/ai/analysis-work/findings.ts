import type { FoundAd, FoundEntity, FoundFlag } from '../analyses/schema.ts';
import type { Finding } from '../insights/schema.ts';

/** What an analysis found, and what the catalogue says of where. */
export interface AnalysedEpisode {
  transcriptId: string;
  /** What the episode is called. */
  name: string;
  /** The day it came out, else that of the analysis. */
  day: string;
  ads: readonly FoundAd[];
  flags: readonly FoundFlag[];
  entities: readonly FoundEntity[];
  /** Advertisers with a placement in this episode on that day. */
  booked: readonly string[];
}

/** Whether a placement runs on a day; an open side has no end. */
export function runsOn({ startsOn, endsOn }: { startsOn: string | null; endsOn: string | null }, day: string): boolean {
  return (startsOn === null || startsOn <= day) && (endsOn === null || day <= endsOn);
}

/** What is said less than this from an ad stands beside it. */
const NEAR_MS = 60_000;
const [MOST_EVIDENCE, MOST_VALUE, MOST_NAME] = [10, 300, 120];

const clock = (ms: number) => {
  const seconds = Math.floor(ms / 1_000);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${Math.floor(seconds / 3_600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
};
const cut = (text: string, most: number) => (text.length <= most ? text : `${text.slice(0, most - 1).toWellFormed()}…`);

/** Words that advertisers stay away from, beside an ad for an advertiser of the catalogue. */
function nearAds({ transcriptId, name, day, ads, flags }: AnalysedEpisode): Finding[] {
  const sponsors = [...new Set(ads.flatMap(({ sponsor, isListed }) => (isListed && sponsor !== null ? [sponsor] : [])))];
  return sponsors.flatMap((sponsor): Finding[] => {
    const own = ads.filter((ad) => ad.sponsor === sponsor);
    const near = flags.filter(
      (flag) => !flag.isInAd && own.some((ad) => flag.startMs < ad.endMs + NEAR_MS && flag.endMs > ad.startMs - NEAR_MS),
    );
    if (near.length === 0) return [];
    const categories = [...new Set(near.map(({ category }) => category.replaceAll('_', ' ')))].join(', ');
    return [
      {
        source: 'analysis',
        kind: 'unsafe_words_near_ad',
        key: cut(`unsafe ${transcriptId} ${sponsor}`, 200),
        day,
        subject: { type: 'transcript', key: transcriptId },
        finding: `In ${name}, words on the lists of ${categories} are said less than a minute from an ad for ${cut(sponsor, MOST_NAME)}.`,
        evidence: near.slice(0, MOST_EVIDENCE).map(({ startMs, quote }) => ({ label: clock(startMs), value: cut(quote, MOST_VALUE) })),
      },
    ];
  });
}

/** Ads for an advertiser of the catalogue where others have a placement and it has none. */
function unbooked({ transcriptId, name, day, ads, booked }: AnalysedEpisode): Finding[] {
  if (booked.length === 0) return [];
  const others = ads.filter(({ sponsor, isListed }) => isListed && sponsor !== null && !booked.includes(sponsor));
  return [...new Set(others.map(({ sponsor }) => sponsor ?? ''))].map((sponsor): Finding => ({
    source: 'analysis',
    kind: 'ad_beside_placement',
    key: cut(`beside ${transcriptId} ${sponsor}`, 200),
    day,
    subject: { type: 'transcript', key: transcriptId },
    finding:
      `In ${name}, where ${cut(booked.join(', '), 150)} booked a placement, an ad for ${cut(sponsor, MOST_NAME)}, which booked none, ` +
      'was found.',
    evidence: others
      .filter((ad) => ad.sponsor === sponsor)
      .slice(0, MOST_EVIDENCE)
      .map(({ startMs, endMs, confidence }) => ({
        label: `${clock(startMs)} to ${clock(endMs)}`,
        value: `confidence ${confidence.toFixed(2)}`,
      })),
  }));
}

/** Codes that are said in ads and stand for no campaign. */
function unmapped({ transcriptId, name, day, entities }: AnalysedEpisode): Finding[] {
  const codes = entities.filter(({ kind, isListed, inAds }) => kind === 'promo_code' && !isListed && inAds > 0);
  return codes.map(({ name: code, inAds, startMs }): Finding => ({
    source: 'analysis',
    kind: 'unmapped_code',
    key: cut(`code ${transcriptId} ${code}`, 200),
    day,
    subject: { type: 'transcript', key: transcriptId },
    finding: `In ${name}, an ad says the promo code ${cut(code, MOST_NAME)}, which stands for no campaign, so no order is credited by it.`,
    evidence: [
      { label: 'said in ads', value: inAds === 1 ? 'once' : `${inAds} times` },
      { label: 'first at', value: clock(startMs) },
    ],
  }));
}

/** What of an analysis somebody should see to. Each stands on a list of words or on rules, so each asks for a look. */
export function findingsOf(episode: AnalysedEpisode): Finding[] {
  const named = { ...episode, name: cut(episode.name, MOST_NAME) };
  return [...nearAds(named), ...unbooked(named), ...unmapped(named)];
}
