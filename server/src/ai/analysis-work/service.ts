import { listAllAdvertisersIn } from '../../catalog/advertisers/service.ts';
import { listAllCampaignsIn } from '../../catalog/campaigns/service.ts';
import { listAllCodesIn } from '../../catalog/codes/service.ts';
import { findEpisodeIn, listEpisodesBesideIn } from '../../catalog/episodes/service.ts';
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
import type { KnownSponsors } from '../analyses/known-sponsors.ts';
import type { Analysis, AnalysisInput } from '../analyses/rules.ts';
import { RESULTS } from '../analyses/schema.ts';
import {
  type AnalysisEnd,
  findNextWaiting,
  finishAnalysis,
  listTenantsWithWaitingTranscripts,
  type WaitingTranscript,
} from '../analyses/store.ts';
import type { StoredSegment } from '../transcripts/parts.ts';
import { findTranscript, listNewestTranscriptIds, listSegments } from '../transcripts/store.ts';

const LOOK_EVERY_MS = 2_000;
const RULES = new URL('../analyses/rules.ts', import.meta.url).href;
const AIRCHECK_RULES = new URL('../airchecks/rules.ts', import.meta.url).href;
/** Many times as long as a day of talk takes. */
const LONGEST_MS = 10 * 60_000;
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

/** In so many other episodes of the show it is looked for what is played again, in at most so many segments of each. */
const [MOST_BESIDE, MOST_SEGMENTS_BESIDE] = [8, 5_000];

/** What is said in other episodes of a show. */
async function othersIn(tx: TenantTx, key: string): Promise<StoredSegment[][]> {
  const episode = await findEpisodeIn(tx, key);
  const beside = episode === undefined ? [] : await listEpisodesBesideIn(tx, episode, MOST_BESIDE);
  const others: StoredSegment[][] = [];
  const ids = await listNewestTranscriptIds(
    tx,
    beside.map((one) => one.key),
  );
  for (const id of ids) others.push(await listSegments(tx, id, 0, MOST_SEGMENTS_BESIDE));
  return others;
}

/** How work is stopped; another time limit is for tests. */
interface Work {
  signal?: AbortSignal | undefined;
  longestMs?: number;
}

/** Undefined when the process is to end before it is done. */
async function endOf(context: Context, input: AnalysisInput, { signal, longestMs = LONGEST_MS }: Work): Promise<AnalysisEnd | undefined> {
  const limit = AbortSignal.timeout(longestMs);
  const call = { module: RULES, name: 'analyseTranscript', input };
  const at = () => new Date(context.clock());
  try {
    const analyses = await callInThread<Analysis[]>(call, signal === undefined ? limit : AbortSignal.any([limit, signal]));
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

async function analyseNext(context: Context, tenantId: string, work: Work): Promise<boolean> {
  const readInput = async (tx: TenantTx): Promise<Next | undefined> => {
    const waiting = await findNextWaiting(tx);
    const transcript = waiting && (await findTranscript(tx, waiting.id));
    if (!waiting || !transcript) return undefined;
    const segments = await listSegments(tx, waiting.id, 0, waiting.segmentCount);
    const booked = await listBookedChecksIn(tx, transcript, segments);
    const others = await othersIn(tx, waiting.episode);
    return { waiting, input: { segments, sponsors: await knownSponsorsIn(tx), others }, booked };
  };
  const next = await inTenant(context.db, tenantId, readInput, { readOnly: true });
  if (!next) return false;
  const end = await endOf(context, next.input, work);
  if (!end) return false;
  const checks = await checkBooked(context, next.booked, end, work);
  if (work.signal?.aborted === true) return false;
  const { id, version } = next.waiting;
  return inTenant(context.db, tenantId, async (tx) => {
    const isKept = await finishAnalysis(tx, next.waiting, end);
    const after = { version, state: end.failure === undefined ? 'done' : 'failed' };
    if (!isKept) return true;
    await recordAuditIn(tx, { actor: 'system', action: 'transcript.analyse', target: id, after });
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
    await forEachTenant(awake, (tenantId) => analyseWaiting(context, actor, tenantId, { signal }), { failure, log, signal });
  };
  return startRounds(look, { everyMs: LOOK_EVERY_MS, failure: 'transcripts could not be analysed; they wait', log });
}
