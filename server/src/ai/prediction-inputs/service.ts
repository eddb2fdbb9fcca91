import { currencyIn } from '../../attribution/reports/service.ts';
import { findCampaignsIn } from '../../catalog/campaigns/service.ts';
import type { Campaign } from '../../catalog/campaigns/schema.ts';
import { findEpisodeIn, listEpisodeDatesIn } from '../../catalog/episodes/service.ts';
import type { Context } from '../../platform/context.ts';
import { invalid } from '../../platform/errors.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import { countEpisodeDaysIn } from '../../tracking/downloaddays/service.ts';
import { countDeliveriesIn } from '../../tracking/pacing/service.ts';
import { flightOf, knownOnOf, planLinesOf, spendOf } from '../campaign-history/lines.ts';
import {
  categoryFinderIn,
  LAG_DAYS,
  listAllPlacementsIn,
  readCampaignHistoryIn,
  readCampaignOutcomeIn,
} from '../campaign-history/service.ts';
import { type CampaignInput, outcomeOf } from '../predictions/campaign-forecast.ts';
import { type DownloadsInput, WHOLE_DAYS } from '../predictions/download-growth.ts';
import { costOf, type Flight, type PacingInput } from '../predictions/pacing-forecast.ts';
import type { NewPrediction } from '../predictions/schema.ts';
import type { Basis, Outcome, StoredPrediction } from '../predictions/stored.ts';
import { episodeDaysOf } from './episodes.ts';
import { flightBefore, flightOfPlacement, spanOf } from './flights.ts';

/** What is asked for, and as of which day; between the months that it reads it stops when the signal aborts. */
export interface Question {
  asked: NewPrediction;
  asOf: string;
  signal?: AbortSignal | undefined;
}

/** What a prediction is made from, read before it is computed. */
export interface Prepared<Input> {
  subject: string | null;
  asOf: string;
  dueOn: string | null;
  basis: Basis;
  input: Input;
}

const DAY_MS = 86_400_000;
const dayAfter = (day: string, days: number) => new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);

async function findCampaignIn(tx: TenantTx, key: string): Promise<Campaign> {
  const [campaign] = await findCampaignsIn(tx, [key]);
  if (campaign === undefined)
    throw invalid('/campaign', 'There is no such campaign; make it with PUT /campaigns/{key}, or send placements.');
  return campaign;
}

/** A plan that is in no catalogue. */
async function preparePlanIn(context: Context, tx: TenantTx, { asked, asOf, signal }: Question): Promise<Prepared<CampaignInput>> {
  const { placements = [], conversionValueMinor = null } = asked;
  const { campaigns, currency } = await readCampaignHistoryIn(context, tx, asOf, signal);
  const categoryOf = await categoryFinderIn(tx);
  const bookings = placements.map(({ show, impressions }) => ({ show, bookedImpressions: impressions }));
  const lines = planLinesOf(bookings, categoryOf);
  const spends = placements.map(({ spendMinor }) => spendMinor);
  const spendMinor = spends.includes(null) ? null : spends.reduce<number>((sum, one) => sum + (one ?? 0), 0);
  const plan = { lines, spendMinor, conversionValueMinor };
  const basis = basisOf(plan, currency);
  return { subject: null, asOf, dueOn: null, basis, input: { history: campaigns, plan } };
}

function basisOf({ lines, spendMinor, conversionValueMinor }: CampaignInput['plan'], currency: string | null): Basis {
  const placements = lines.map(({ show, impressions }) => ({ show, impressions }));
  return { plan: { placements, spendMinor, conversionValueMinor }, fromDays: null, currency };
}

/**
 * What a campaign's outcome is predicted from: its bookings, and the campaigns whose outcome was known when it began, or on the day asked
 * for when that comes first. @throws AppError `invalid_request` for a campaign that is not there, or without a booked plan.
 */
export async function prepareOutcomeIn(context: Context, tx: TenantTx, question: Question): Promise<Prepared<CampaignInput>> {
  const { asked, asOf, signal } = question;
  if (asked.campaign === undefined) return preparePlanIn(context, tx, question);
  const campaign = await findCampaignIn(tx, asked.campaign);
  const bookings = await listAllPlacementsIn(tx, campaign.key);
  const lines = planLinesOf(bookings, await categoryFinderIn(tx));
  if (lines.length === 0)
    throw invalid(
      '/campaign',
      'It has no placements with booked impressions, which a prediction starts from; enter them, or send placements.',
    );
  const flown = flightOf(campaign, bookings);
  const origin = flown !== undefined && flown.startsOn < asOf ? flown.startsOn : asOf;
  const { campaigns, currency: known } = await readCampaignHistoryIn(context, tx, origin, signal);
  // While no conversion had a value, prices say it.
  const currency = known ?? campaign.currency ?? bookings.find(({ price }) => price !== null)?.price?.currency ?? null;
  const others = campaigns.filter(({ key }) => key !== campaign.key);
  const { conversionValueMinor = null } = asked;
  const plan = { lines, spendMinor: spendOf({ campaign, bookings }, currency), conversionValueMinor };
  const dueOn = flown === undefined ? null : knownOnOf(flown.endsOn, LAG_DAYS);
  return { subject: campaign.key, asOf: origin, dueOn, basis: basisOf(plan, currency), input: { history: others, plan } };
}

/** Downloads are read so far back. */
const MOST_DAYS_BACK = 730;

async function readEpisodesIn(tx: TenantTx, asOf: string) {
  const rows = await countEpisodeDaysIn(tx, dayAfter(asOf, -MOST_DAYS_BACK), asOf);
  return episodeDaysOf(rows, await listEpisodeDatesIn(tx), { asOf, most: WHOLE_DAYS });
}

/**
 * What an episode's downloads are predicted from: its first days, and the episodes that were counted before `asOf`.
 * @throws AppError `invalid_request` for an episode that is not there, has no whole day yet, or is 30 days old.
 */
export async function prepareDownloadsIn(tx: TenantTx, asked: NewPrediction, today: string): Promise<Prepared<DownloadsInput>> {
  const { episode = '', afterDays } = asked;
  const found = (await readEpisodesIn(tx, today)).find((one) => one.episode === episode);
  if (found === undefined && !(await findEpisodeIn(tx, episode)))
    throw invalid('/episode', 'There is no such episode; make it with PUT /episodes/{key}, or have its downloads counted.');
  if (found === undefined || found.days.length === 0)
    throw invalid('/episode', 'No whole day of it was counted from its first one on; have its downloads counted, or wait until tomorrow.');
  const fromDays = afterDays ?? found.days.length;
  if (found.days.length < fromDays)
    throw invalid('/afterDays', `Only ${found.days.length} of its days were over; send fewer, or leave it out.`);
  if (fromDays >= WHOLE_DAYS)
    throw invalid('/episode', 'Its first 30 days were over, so that there is nothing to predict; send an earlier asOf, or afterDays.');
  const origin = dayAfter(found.publishedOn, fromDays);
  const history = origin === today ? await readEpisodesIn(tx, today) : await readEpisodesIn(tx, origin);
  return {
    subject: episode,
    asOf: origin,
    dueOn: dayAfter(found.publishedOn, WHOLE_DAYS),
    basis: { plan: null, fromDays, currency: null },
    input: { history, asked: { ...found, days: found.days.slice(0, fromDays) } },
  };
}

async function readFlightsIn(tx: TenantTx, campaign?: string, signal?: AbortSignal): Promise<(Flight & { campaign: string })[]> {
  const placements = await listAllPlacementsIn(tx, campaign);
  const deliveries = await countDeliveriesIn(tx, placements, signal);
  return placements.flatMap((placement) => {
    const flight = flightOfPlacement(placement, deliveries.get(placement.key) ?? []);
    return flight === undefined ? [] : [{ ...flight, campaign: placement.campaign }];
  });
}

/** Campaigns with a placement under way on a day, by key. */
export async function listRunningIn(tx: TenantTx, today: string): Promise<string[]> {
  const running = (await listAllPlacementsIn(tx)).filter(({ startsOn, endsOn, bookedImpressions }) => {
    return bookedImpressions !== null && startsOn !== null && endsOn !== null && startsOn < today && today <= endsOn;
  });
  return [...new Set(running.map(({ campaign }) => campaign))].sort();
}

/** What the pacing of a campaign under way is predicted from. @throws AppError `invalid_request` for one that is not under way. */
export async function preparePacingIn(tx: TenantTx, { asked, asOf, signal }: Question): Promise<Prepared<PacingInput>> {
  const key = asked.campaign ?? '';
  await findCampaignIn(tx, key);
  const all = (await readFlightsIn(tx, undefined, signal)).map(({ campaign, ...flight }) => ({
    campaign,
    flight: flightBefore(flight, asOf),
  }));
  const flights = all.filter(({ campaign }) => campaign === key).map(({ flight }) => flight);
  const span = spanOf(flights);
  if (span === undefined)
    throw invalid('/campaign', 'None of its placements has a flight with first and last day and booked impressions; enter them.');
  if (asOf <= span.startsOn || asOf > span.endsOn)
    throw invalid(
      '/campaign',
      `Its flights run from ${span.startsOn} to ${span.endsOn}: pacing is predicted from the second day to the last.`,
    );
  const history = all.filter(({ flight }) => flight.endsOn < asOf).map(({ flight }) => flight);
  const basis = { plan: null, fromDays: null, currency: null };
  return { subject: key, asOf, dueOn: dayAfter(span.endsOn, 1), basis, input: { flights, history, asOf } };
}

/** What came of a prediction, or when it will be known; null when it never will. */
export type Came = { outcome: Outcome } | { dueOn: string | null };

async function campaignCameIn(context: Context, tx: TenantTx, { subject, basis }: StoredPrediction, today: string): Promise<Came> {
  const [campaign] = await findCampaignsIn(tx, [subject ?? '']);
  const flown = campaign && flightOf(campaign, await listAllPlacementsIn(tx, campaign.key));
  if (flown === undefined) return { dueOn: null };
  const knownOn = knownOnOf(flown.endsOn, LAG_DAYS);
  if (knownOn > today) return { dueOn: knownOn };
  const history = await readCampaignOutcomeIn(context, tx, campaign.key);
  const came = outcomeOf(history ?? { lines: [] });
  const isSameCurrency = (await currencyIn(tx, { currency: undefined })) === basis.currency;
  const spend = basis.plan?.spendMinor ?? null;
  const cpa = spend === null || came.conversions === 0 ? null : Math.round(spend / came.conversions);
  return { outcome: { ...came, revenue: isSameCurrency ? came.revenue : null, cpa } };
}

/** What became of what was predicted, as of a day after it was due. */
export async function readCameIn(context: Context, tx: TenantTx, prediction: StoredPrediction, today: string): Promise<Came> {
  const { kind, subject } = prediction;
  if (kind === 'campaign_outcome') return campaignCameIn(context, tx, prediction, today);
  if (kind === 'episode_downloads') {
    const found = (await readEpisodesIn(tx, today)).find(({ episode }) => episode === subject);
    if (found === undefined) return { dueOn: null };
    if (found.days.length < WHOLE_DAYS) return { dueOn: dayAfter(found.publishedOn, WHOLE_DAYS) };
    return { outcome: { downloads: found.days.reduce((sum, one) => sum + one, 0) } };
  }
  const flights = await readFlightsIn(tx, subject ?? '');
  const span = spanOf(flights);
  if (span === undefined) return { dueOn: null };
  if (span.endsOn >= today) return { dueOn: dayAfter(span.endsOn, 1) };
  const delivered = flights.map(({ days }) => Object.values(days).reduce((sum, one) => sum + one, 0));
  const spend = flights.every(({ price }) => price !== null)
    ? Math.round(flights.reduce((sum, flight, place) => sum + costOf(flight, delivered[place]), 0))
    : null;
  return { outcome: { impressions: delivered.reduce((sum, one) => sum + one, 0), spend } };
}
