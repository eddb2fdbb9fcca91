import type { Campaign } from '../../catalog/campaigns/schema.ts';
import { type Placement, POSITIONS } from '../../catalog/placements/schema.ts';
import type { Contrast, Contrasts } from '../../attribution/placebo/service.ts';
import type { ReachFigures } from '../../attribution/reach/schema.ts';
import type { CampaignFact, Excess, FrequencyFact, PositionFact, Range, ShowFact } from '../recommendations/facts.ts';

/** Kinds of conversions, those nearest to money first. */
export const KIND_GROUPS = [['purchase', 'subscription'], ['lead', 'signup', 'install'], ['visit']] as const;
/** So many of a kind are enough to go by it. */
export const ENOUGH = 30;

const SEPARATOR = '\u0000';

/** A show and a position in it as one key. */
export function positionKey(show: string, position: string): string {
  return `${show}${SEPARATOR}${position}`;
}

/** Where an ad stood: as its placement in the catalogue says, or as the event itself does. */
export function positionOf(placement: string | null, known: ReadonlyMap<string, Pick<Placement, 'position'>>): string | null {
  if (placement === null) return null;
  return known.get(placement)?.position ?? POSITIONS.find((position) => position === placement) ?? null;
}

/** How many conversions each one that was looked at stands for. */
export function scaleOf({ eligible, sampled }: { eligible: number; sampled: number }): number {
  return sampled === 0 ? 1 : eligible / sampled;
}

function excessOf(contrast: Contrast | undefined, scale: number): Excess | null {
  if (!contrast) return null;
  const { before, after, excess, variance, gathering } = contrast;
  return { value: scale * excess, variance: scale ** 2 * variance, before, after, gathering };
}

const rangeOf = ({ value, low, high }: Range): Range => ({ value, low, high });
const NOTHING: Range = { value: null, low: null, high: null };

/** What was read of a tenant, before facts are made of it. */
export interface Gathered {
  contrasts: Contrasts<'campaign' | 'show' | 'position'>;
  campaigns: readonly Campaign[];
  showNames: ReadonlyMap<string, string>;
  currency: string | null;
  reach: Record<'campaign' | 'show', readonly (ReachFigures & { key: string | null })[]>;
  /** Exposures of each campaign, ever and in the last 28 days. */
  ever: ReadonlyMap<string | null, number>;
  lately: ReadonlyMap<string | null, number>;
  exposuresOfPosition: ReadonlyMap<string, number>;
  experiments: readonly { key: string; campaign: string }[];
  frequencies: readonly { campaign: string; exposures: number; households: number }[];
  today: string;
}

function wholeSpend(figures: ReachFigures | undefined): number | null {
  const spend = figures?.spend;
  return !spend || spend.isPartial || spend.minor === 0 ? null : spend.minor;
}

/** The spend of the period: of what was booked, the share that its exposures are of all; else what was delivered at a price. */
function spendOf(campaign: Campaign | undefined, figures: ReachFigures | undefined, { ever, currency }: Gathered): number | null {
  if (!campaign || campaign.spendMinor === null) return wholeSpend(figures);
  const all = ever.get(campaign.key) ?? 0;
  if (campaign.currency !== currency || all === 0) return null;
  return Math.round((campaign.spendMinor * (figures?.impressions ?? 0)) / all);
}

/** The campaigns of the catalogue, which every event's is in. */
export function campaignFacts(gathered: Gathered): CampaignFact[] {
  const { contrasts, campaigns, reach, lately, experiments, today } = gathered;
  const figures = new Map(reach.campaign.map((row) => [row.key, row]));
  const scale = scaleOf(contrasts);
  return campaigns.map((campaign) => {
    const { key, name, endsOn, advertiser, spendMinor, budgetMinor } = campaign;
    const own = figures.get(key);
    return {
      key,
      name,
      exposures: own?.impressions ?? 0,
      spendMinor: spendOf(campaign, own, gathered),
      credited: own ? rangeOf(own.conversions) : NOTHING,
      excess: excessOf(contrasts.by.campaign.get(key), scale),
      endsOn,
      isRunning: (lately.get(key) ?? 0) > 0 && (endsOn === null || endsOn >= today),
      isStub: name === null && advertiser === null && spendMinor === null && budgetMinor === null,
      experiments: experiments.filter((one) => one.campaign === key).map((one) => one.key),
    };
  });
}

/** Shows with exposures of campaigns in the period. */
export function showFacts({ contrasts, reach, showNames }: Gathered): ShowFact[] {
  return reach.show.flatMap((row) => {
    if (row.key === null) return [];
    const { key, impressions } = row;
    const excess = excessOf(contrasts.by.show.get(key), scaleOf(contrasts));
    return [{ key, name: showNames.get(key) ?? null, exposures: impressions, spendMinor: wholeSpend(row), excess }];
  });
}

/** Shows by the positions of their ads. */
export function positionFacts({ contrasts, showNames, exposuresOfPosition }: Gathered): PositionFact[] {
  return [...exposuresOfPosition].map(([key, exposures]) => {
    const [show, position] = key.split(SEPARATOR);
    const excess = excessOf(contrasts.by.position.get(key), scaleOf(contrasts));
    return { show, showName: showNames.get(show) ?? null, position, exposures, excess };
  });
}

/** Campaigns by how often they reach a household; `most` is the number from which on exposures are taken together. */
export function frequencyFacts({ contrasts, campaigns, frequencies }: Gathered, most: number): FrequencyFact[] {
  const names = new Map(campaigns.map(({ key, name }) => [key, name]));
  return [...Map.groupBy(frequencies, ({ campaign }) => campaign)].flatMap(([campaign, steps]) => {
    const contrast = contrasts.by.campaign.get(campaign);
    if (!contrast) return [];
    const seen = { before: new Map<number, number>(), after: new Map<number, number>() };
    for (const order of contrasts.orders.campaign) {
      for (const side of ['before', 'after'] as const) {
        const exposures = Math.min(most, order[side].get(campaign) ?? 0);
        if (exposures > 0) seen[side].set(exposures, (seen[side].get(exposures) ?? 0) + 1);
      }
    }
    const told = steps.map(({ exposures, households }) => ({
      exposures,
      households,
      before: seen.before.get(exposures) ?? 0,
      after: seen.after.get(exposures) ?? 0,
    }));
    return [{ campaign, name: names.get(campaign) ?? null, ratio: contrast.ratio, scale: scaleOf(contrasts), steps: told }];
  });
}
