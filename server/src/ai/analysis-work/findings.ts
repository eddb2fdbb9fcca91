import type { FoundAd, FoundEntity, FoundFlag } from '../analyses/schema.ts';
import type { Finding } from '../insights/schema.ts';
import type { CompetitorAd } from './competitors.ts';

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
  /** Ads of whom the briefs of its placements name as competitors. */
  competing: readonly CompetitorAd[];
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
function unbooked({ transcriptId, name, day, ads, booked, competing }: AnalysedEpisode): Finding[] {
  if (booked.length === 0) return [];
  const told = new Set(competing.map(({ ad }) => ad));
  const others = ads.filter((ad) => ad.isListed && ad.sponsor !== null && !booked.includes(ad.sponsor) && !told.has(ad));
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

const gapText = (gapMs: number | null, sponsor: string) => {
  if (gapMs === null) return `, where the ad for ${sponsor} was not found`;
  return gapMs < 60_000
    ? ` less than a minute from the ad for ${sponsor}`
    : ` ${Math.floor(gapMs / 60_000)} min from the ad for ${sponsor}`;
};

/** Ads of a competitor that a brief names, nearer than it asks for: they come before any other advertiser's. */
function besideCompetitors({ transcriptId, name, day, competing }: AnalysedEpisode): Finding[] {
  return [...Map.groupBy(competing, ({ competitor }) => competitor)].map(([competitor, found]): Finding => {
    const [nearest] = found.toSorted((a, b) => (a.gapMs ?? 0) - (b.gapMs ?? 0));
    const sponsor = cut(nearest.sponsor, 60);
    return {
      source: 'analysis',
      kind: 'ad_beside_placement',
      rank: 1,
      key: cut(`beside ${transcriptId} ${nearest.ad.isListed && nearest.ad.sponsor !== null ? nearest.ad.sponsor : competitor}`, 200),
      day,
      subject: { type: 'transcript', key: transcriptId },
      finding:
        `In ${name}, an ad for ${cut(competitor, 80)} was found${gapText(nearest.gapMs, sponsor)}: the brief of the placement ` +
        `${cut(nearest.placement, 60)} names it as a competitor and asks for ${nearest.minutes} min between them.`,
      evidence: [
        { label: 'competitor of', value: `${sponsor}, by the brief of ${cut(nearest.placement, MOST_NAME)}` },
        ...found.slice(0, MOST_EVIDENCE).map(({ ad: { startMs, endMs, confidence } }) => ({
          label: `${clock(startMs)} to ${clock(endMs)}`,
          value: `confidence ${confidence.toFixed(2)}`,
        })),
      ],
    };
  });
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

/** The kinds of findings that an analysis leaves; what another one no longer finds of them has ended. */
export const FOUND_KINDS = ['unsafe_words_near_ad', 'ad_beside_placement', 'unmapped_code'] as const;

/** What of an analysis somebody should see to. Each stands on a list of words or on rules, so each asks for a look. */
export function findingsOf(episode: AnalysedEpisode): Finding[] {
  const named = { ...episode, name: cut(episode.name, MOST_NAME) };
  return [...nearAds(named), ...besideCompetitors(named), ...unbooked(named), ...unmapped(named)];
}
