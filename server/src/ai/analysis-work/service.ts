import { listAllAdvertisersIn } from '../../catalog/advertisers/service.ts';
import { listAllCampaignsIn } from '../../catalog/campaigns/service.ts';
import { listAllCodesIn } from '../../catalog/codes/service.ts';
import type { Episode } from '../../catalog/episodes/schema.ts';
import { findEpisodeIn, listEpisodesBesideIn } from '../../catalog/episodes/service.ts';
import { listShowCategoriesIn } from '../../catalog/shows/service.ts';
import { listPlacementsIn } from '../../catalog/placements/service.ts';
import { recordAuditIn } from '../../platform/audit.ts';
import { takeTurn } from '../../platform/claims.ts';
import type { Context } from '../../platform/context.ts';
import { forEachTenant } from '../../platform/each-tenant.ts';
import { type Rounds, startRounds } from '../../platform/rounds.ts';
import { inDirectory, inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { callInThread } from '../../platform/thread.ts';
import { listRestingTenantsIn } from '../../tenants/lifecycle/service.ts';
import type { AircheckFindings } from '../airchecks/rules.ts';
import { type AircheckToDo, hasRoomForAirchecksIn, keepAircheckIn, listBookedChecksIn } from '../airchecks/service.ts';
import { askedOfTranscripts, refineAds } from '../refinement/service.ts';
import type { ProposedWindow } from '../refinement/proposals.ts';
import type { RefinedAds } from '../refinement/combined.ts';
import type { KnownSponsors } from '../analyses/known-sponsors.ts';
import type { Analysis, AnalysisInput } from '../analyses/rules.ts';
import { type AnalysisKind, RESULTS } from '../analyses/schema.ts';
import {
  type AnalysisEnd,
  findNextWaiting,
  finishAnalysis,
  listTenantsWithWaitingTranscripts,
  type WaitingTranscript,
} from '../analyses/store.ts';
import type { StoredSegment } from '../transcripts/parts.ts';
import { endInsightsIn, recordInsightIn } from '../insights/service.ts';
import { findBriefsIn } from '../briefs/service.ts';
import { competitorAds, type CompetitorBrief } from './competitors.ts';
import { findingsOf, FOUND_KINDS, runsOn } from './findings.ts';
import { findTranscript, listNewestTranscriptIds, listSegments } from '../transcripts/store.ts';

const LOOK_EVERY_MS = 2_000;
const PROPOSALS = new URL('../refinement/proposals.ts', import.meta.url).href;
const RULES = new URL('../analyses/rules.ts', import.meta.url).href;
const AIRCHECK_RULES = new URL('../airchecks/rules.ts', import.meta.url).href;
/** Many times as long as a day of talk takes, and models that are asked about it. */
const LONGEST_MS = 30 * 60_000;
const TOO_LONG = 'It took too long for this machine; send the transcript in parts, each for an episode of its own.';

/** The tenant's advertisers, and of which one each of its promo codes is: else of which campaign. */
async function knownSponsorsIn(tx: TenantTx): Promise<KnownSponsors> {
  const advertisers = new Map((await listAllAdvertisersIn(tx)).map(({ key, name }) => [key, name ?? key]));
  const campaigns = new Map((await listAllCampaignsIn(tx)).map((campaign) => [campaign.key, campaign]));
  const codes = (await listAllCodesIn(tx)).map(({ code, campaign }) => {
    const { advertiser = null, name = null } = campaigns.get(campaign) ?? {};
    return { code, name: (advertiser === null ? undefined : advertisers.get(advertiser)) ?? name ?? campaign };
  });
  return { names: [...advertisers.values()], codes };
}

/** Of so many placements of an episode the briefs are looked at for competitors. */
const [MOST_PLACEMENTS, MOST_BRIEFS] = [1_000, 50];
/** In so many other episodes of the show it is looked for what is played again, in at most so many segments of each. */
const [MOST_BESIDE, MOST_SEGMENTS_BESIDE] = [8, 5_000];

/** What is said in other episodes of an episode's show, and of which category that is. */
async function showIn(tx: TenantTx, key: string): Promise<Pick<AnalysisInput, 'others' | 'categories'>> {
  const episode = await findEpisodeIn(tx, key);
  if (episode === undefined || episode.show === null) return {};
  const beside = await listEpisodesBesideIn(tx, episode, MOST_BESIDE);
  const keys = beside.map((one) => one.key);
  const others: StoredSegment[][] = [];
  for (const id of await listNewestTranscriptIds(tx, keys)) others.push(await listSegments(tx, id, 0, MOST_SEGMENTS_BESIDE));
  const category = (await listShowCategoriesIn(tx)).get(episode.show);
  return { others, categories: category === undefined ? [] : [category] };
}

/** How work is stopped; another time limit is for tests. */
interface Work {
  signal?: AbortSignal | undefined;
  longestMs?: number;
}

/** What models say of its ads, where a provider of the tenant may be asked; nothing is sent to anybody otherwise. */
async function refinedOf(context: Context, tenantId: string, input: AnalysisInput, signal: AbortSignal): Promise<RefinedAds | undefined> {
  const tasks = await askedOfTranscripts(context, 'system', tenantId);
  if (!tasks.has('ad_reads') && !tasks.has('ad_scan')) return undefined;
  const call = { module: PROPOSALS, name: 'proposeWindows', input: { segments: input.segments } };
  const windows = await callInThread<ProposedWindow[]>(call, signal);
  return refineAds(context, 'system', tenantId, { windows, scansAll: tasks.has('ad_scan'), signal });
}

/** Undefined when the process is to end before it is done. */
async function endOf(context: Context, tenantId: string, input: AnalysisInput, work: Work): Promise<AnalysisEnd | undefined> {
  const { signal, longestMs = LONGEST_MS } = work;
  const limit = AbortSignal.timeout(longestMs);
  const until = signal === undefined ? limit : AbortSignal.any([limit, signal]);
  const at = () => new Date(context.clock());
  try {
    const refined = await refinedOf(context, tenantId, input, until);
    const call = { module: RULES, name: 'analyseTranscript', input: { ...input, refined } };
    const analyses = await callInThread<Analysis[]>(call, until);
    return { at: at(), analyses };
  } catch (error) {
    if (signal?.aborted === true) return undefined;
    if (limit.aborted) return { at: at(), failure: TOO_LONG };
    // One transcript that cannot be analysed must not hold up the others.
    context.log.error({ err: error }, 'a transcript could not be analysed');
    return { at: at(), failure: 'It failed for a reason that is not of the transcript; the log of the server has it.' };
  }
}

/** A transcript that is next to be analysed, and the airchecks that it calls for. */
interface Next {
  waiting: WaitingTranscript;
  input: AnalysisInput;
  booked: AircheckToDo[];
}

/** What the airchecks of a transcript find, with the ads that its analysis found; none when they fail, or it did. */
async function checkBooked(context: Context, booked: readonly AircheckToDo[], end: AnalysisEnd, work: Work): Promise<AircheckFindings[]> {
  const found = end.analyses?.find(({ kind }) => kind === 'ad_reads');
  if (!found || booked.length === 0) return [];
  const { ads } = RESULTS.ad_reads.parse(found.result);
  const input = booked.map((one) => ({ ...one.input, ads }));
  const limit = AbortSignal.timeout(work.longestMs ?? LONGEST_MS);
  const stop = work.signal === undefined ? limit : AbortSignal.any([limit, work.signal]);
  try {
    return await callInThread<AircheckFindings[]>({ module: AIRCHECK_RULES, name: 'checkTranscripts', input }, stop);
  } catch (error) {
    // The analysis stands without them, and they can be asked for.
    if (work.signal?.aborted !== true) context.log.error({ err: error }, 'the airchecks of a transcript could not be done');
    return [];
  }
}

/** Who has a placement in an episode on a day: the names of advertisers, and what the briefs of the placements ask. */
interface BookedThere {
  names: string[];
  briefs: CompetitorBrief[];
}

async function bookedIn(tx: TenantTx, { key, show }: Pick<Episode, 'key' | 'show'>, day: string): Promise<BookedThere> {
  if (show === null) return { names: [], briefs: [] };
  const placements = await listPlacementsIn(tx, { show }, { after: undefined, limit: MOST_PLACEMENTS });
  const booked = placements.filter((one) => runsOn(one, day) && (one.episode === null || one.episode === key));
  const campaigns = new Set(booked.map(({ campaign }) => campaign));
  const keys = new Set((await listAllCampaignsIn(tx)).flatMap((one) => (campaigns.has(one.key) ? (one.advertiser ?? []) : [])));
  const names = (await listAllAdvertisersIn(tx)).filter((one) => keys.has(one.key)).map(({ key: own, name }) => name ?? own);
  const briefs = await findBriefsIn(
    tx,
    booked.slice(0, MOST_BRIEFS).map((one) => one.key),
  );
  return { names, briefs };
}

/** Keeps what somebody should see to of what was found; what an analysis before had found and this one did not has ended. */
async function keepFindingsIn(tx: TenantTx, { waiting, input }: Next, { analyses, at }: { analyses: readonly Analysis[]; at: Date }) {
  const episode = await findEpisodeIn(tx, waiting.episode);
  if (!episode) return;
  const resultOf = (kind: AnalysisKind) => analyses.find((one) => one.kind === kind)?.result;
  const day = (episode.publishedAt ?? at.toISOString()).slice(0, 10);
  const ads = RESULTS.ad_reads.safeParse(resultOf('ad_reads')).data?.ads ?? [];
  const booked = ads.length === 0 ? { names: [], briefs: [] } : await bookedIn(tx, episode, day);
  const findings = findingsOf({
    transcriptId: waiting.id,
    name: episode.name ?? episode.key,
    day,
    ads,
    flags: RESULTS.brand_safety.safeParse(resultOf('brand_safety')).data?.flags ?? [],
    entities: RESULTS.entities.safeParse(resultOf('entities')).data?.entities ?? [],
    booked: booked.names,
    competing: competitorAds(ads, input.segments, booked.briefs),
  });
  for (const finding of findings) await recordInsightIn(tx, finding, at);
  const subject = { type: 'transcript', key: waiting.id } as const;
  await endInsightsIn(tx, { source: 'analysis', kinds: FOUND_KINDS, subject, except: findings.map(({ key }) => key) }, at);
}

async function analyseNext(context: Context, tenantId: string, work: Work): Promise<boolean> {
  const readInput = async (tx: TenantTx): Promise<Next | undefined> => {
    const waiting = await findNextWaiting(tx);
    const transcript = waiting && (await findTranscript(tx, waiting.id));
    if (!waiting || !transcript) return undefined;
    const segments = await listSegments(tx, waiting.id, 0, waiting.segmentCount);
    const booked = await listBookedChecksIn(tx, transcript, segments);
    const show = await showIn(tx, waiting.episode);
    return { waiting, input: { segments, sponsors: await knownSponsorsIn(tx), ...show }, booked };
  };
  const next = await inTenant(context.db, tenantId, readInput, { readOnly: true });
  if (!next) return false;
  const end = await endOf(context, tenantId, next.input, work);
  if (!end) return false;
  const checks = await checkBooked(context, next.booked, end, work);
  if (work.signal?.aborted === true) return false;
  const { id, version } = next.waiting;
  return inTenant(context.db, tenantId, async (tx) => {
    const isKept = await finishAnalysis(tx, next.waiting, end);
    const after = { version, state: end.failure === undefined ? 'done' : 'failed' };
    if (!isKept) return true;
    await recordAuditIn(tx, { actor: 'system', action: 'transcript.analyse', target: id, after });
    if (end.analyses) await keepFindingsIn(tx, next, { analyses: end.analyses, at: end.at });
    if (await hasRoomForAirchecksIn(tx, checks.length))
      for (const [place, findings] of checks.entries())
        await keepAircheckIn(tx, next.booked[place], findings, { at: end.at, by: 'system' });
    return true;
  });
}

/**
 * Analyses the tenant's transcript that has waited longest, in a thread of its own, unless another process is at it; true when it was at
 * one. One that is cut off, or changed meanwhile, is analysed anew by the next call.
 */
export async function analyseWaiting(context: Context, _actor: 'system', tenantId: string, work: Work = {}): Promise<boolean> {
  const { signal, ...others } = work;
  const doNext = (stop: AbortSignal) => analyseNext(context, tenantId, { ...others, signal: stop });
  return takeTurn(context.db, { name: `transcripts:${tenantId}`, doNext, signal });
}

/** Analyses transcripts as they come, one at a time and of each tenant in turn, until `close`. */
export function startTranscriptAnalyses(context: Context, actor: 'system'): Rounds {
  const { log } = context;
  const look = async (signal: AbortSignal) => {
    const awake = await inDirectory(context.db, async (tx) => {
      const resting = await listRestingTenantsIn(tx);
      return (await listTenantsWithWaitingTranscripts(tx)).filter((tenantId) => !resting.has(tenantId));
    });
    const failure = 'a transcript of a tenant could not be analysed; it waits';
    await forEachTenant(awake, (tenantId) => analyseWaiting(context, actor, tenantId, { signal }), {
      task: 'analyses',
      failure,
      log,
      signal,
    });
  };
  return startRounds(look, { everyMs: LOOK_EVERY_MS, failure: 'transcripts could not be analysed; they wait', log });
}
