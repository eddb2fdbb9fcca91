import { findCampaignsIn } from '../../catalog/campaigns/service.ts';
import { findEpisodeIn, findEpisodeNamesIn } from '../../catalog/episodes/service.ts';
import type { Episode } from '../../catalog/episodes/schema.ts';
import type { Placement } from '../../catalog/placements/schema.ts';
import { findPlacementByKeyIn, findPlacementsCoveringIn, listBakedInIn } from '../../catalog/placements/service.ts';
import { findShowNamesIn } from '../../catalog/shows/service.ts';
import { recordAuditIn } from '../../platform/audit.ts';
import { newId } from '../../platform/chance.ts';
import type { Context } from '../../platform/context.ts';
import { AppError, invalid } from '../../platform/errors.ts';
import { type Page, pageOf, type PageRequest, strayCursor } from '../../platform/paging.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { callInThread } from '../../platform/thread.ts';
import { answerBeforeIn, onceIn } from '../../security/idempotency/service.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { findTenantIn } from '../../tenants/service.ts';
import { RESULTS } from '../analyses/schema.ts';
import { listAnalyses } from '../analyses/store.ts';
import { type Brief, BriefDetails } from '../briefs/schema.ts';
import { findBriefsIn } from '../briefs/service.ts';
import { endInsightsIn, recordInsightIn } from '../insights/service.ts';
import type { StoredSegment } from '../transcripts/parts.ts';
import { findTranscript, listSegments, type StoredTranscript } from '../transcripts/store.ts';
import { evidencePage } from './evidence.ts';
import { failureKey, failureOf } from './failure.ts';
import { type AircheckFindings, type AircheckInput, checkTranscript, METHOD, MODEL, MOST_CHARACTERS } from './rules.ts';
import { Aircheck, type AircheckFilter, type AircheckSummary, CheckedTranscript, type NewAircheck } from './schema.ts';
import * as store from './store.ts';

const MOST_KEPT = 100_000;
const AIRCHECK_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const RULES = new URL('./rules.ts', import.meta.url).href;
/** A longer text, which takes more than some hundredths of a second, is checked in a thread of its own. */
const MOST_LENGTH_HERE = 200_000;
const LONGEST_MS = 60_000;
const MOST_BOOKED = 50;

/** A check that is to be done: of which placement, in which transcript. */
export interface AircheckToDo {
  placement: Placement;
  brief: Brief;
  transcript: StoredTranscript;
  input: AircheckInput;
}

function inputOf(brief: Brief, transcript: StoredTranscript, segments: readonly StoredSegment[], episode: Episode | undefined) {
  const { copy, timing } = transcript;
  const isAlone = copy === 'creative';
  const durationMs = isAlone ? 0 : 1_000 * (episode?.durationSeconds ?? 0);
  return { brief: detailsOf(brief), segments, ads: null, durationMs, timing, isAlone };
}

function detailsOf({ placement: _placement, version: _version, changedAt: _changedAt, changedBy: _changedBy, ...details }: Brief) {
  return BriefDetails.parse(details);
}

async function knownAdsIn(tx: TenantTx, { id, analysis }: StoredTranscript): Promise<AircheckInput['ads']> {
  if (analysis !== 'done') return null;
  const found = (await listAnalyses(tx, id)).find(({ kind }) => kind === 'ad_reads');
  return found ? RESULTS.ad_reads.parse(found.result).ads : null;
}

async function toDoIn(tx: TenantTx, asked: NewAircheck): Promise<AircheckToDo> {
  const placement = await findPlacementByKeyIn(tx, asked.placement);
  if (!placement) throw invalid('/placement', 'There is no such placement.');
  const [brief] = await findBriefsIn(tx, [asked.placement]);
  if (!brief) throw invalid('/placement', 'This placement has no brief; give it one with PUT /ai/briefs/{placement}.');
  const transcript = await findTranscript(tx, asked.transcript);
  if (!transcript) throw invalid('/transcript', 'There is no such transcript.');
  if (placement.kind === 'dynamic' && transcript.copy === 'episode_file')
    throw invalid(
      '/transcript',
      "This placement's ad is inserted for each listener and not in the episode's file; add a transcript of the creative or of a capture.",
    );
  const segments = await listSegments(tx, transcript.id, 0, transcript.segmentCount);
  if (segments.reduce((sum, { text }) => sum + text.length, 0) > MOST_CHARACTERS)
    throw invalid('/transcript', 'It has more than 4,000,000 characters, which no episode has; send it as one file for each episode.');
  const input = inputOf(brief, transcript, segments, await findEpisodeIn(tx, transcript.episode));
  return { placement, brief, transcript, input: { ...input, ads: await knownAdsIn(tx, transcript) } };
}

function findingsOf(input: AircheckInput): Promise<AircheckFindings> | AircheckFindings {
  const length = input.segments.reduce((sum, { text }) => sum + text.length, 0);
  if (length <= MOST_LENGTH_HERE) return checkTranscript(input);
  return callInThread<AircheckFindings>({ module: RULES, name: 'checkTranscript', input }, AbortSignal.timeout(LONGEST_MS));
}

/** How an aircheck came about. */
interface Doing {
  at: Date;
  by: string;
}

/** Whether so many more airchecks may be kept; nobody else adds any until the transaction ends. */
export async function hasRoomForAirchecksIn(tx: TenantTx, more: number): Promise<boolean> {
  if (more === 0) return false;
  await store.lockAirchecks(tx);
  return (await store.countAirchecks(tx)) + more <= MOST_KEPT;
}

/** Keeps what was found, and tells of what fails as an insight. @throws AppError `conflict` when 100,000 are kept. */
export async function keepAircheckIn(tx: TenantTx, toDo: AircheckToDo, findings: AircheckFindings, { at, by }: Doing): Promise<Aircheck> {
  const { placement, brief, transcript, input } = toDo;
  if (!(await hasRoomForAirchecksIn(tx, 1)))
    throw new AppError('conflict', `${MOST_KEPT.toLocaleString('en')} airchecks are kept already; remove those that are no longer needed.`);
  const aircheck: Aircheck = {
    id: newId(),
    placement: placement.key,
    campaign: placement.campaign,
    show: placement.show,
    ...findings,
    transcript: CheckedTranscript.parse(transcript),
    brief: input.brief,
    briefVersion: brief.version,
    method: METHOD,
    model: MODEL,
    createdAt: at.toISOString(),
    createdBy: by,
  };
  await store.insertAircheck(tx, aircheck);
  const { id, outcome, counts } = aircheck;
  const after = { placement: placement.key, transcript: transcript.id, version: transcript.version, outcome, counts };
  await recordAuditIn(tx, { actor: by, action: 'aircheck.create', target: id, after });
  if (outcome === 'fail') await recordInsightIn(tx, failureOf(aircheck), at);
  else await endInsightsIn(tx, { source: 'analysis', keys: [failureKey(aircheck)] }, at);
  return aircheck;
}

/**
 * Holds a transcript against the brief of a placement: which of its requirements pass, fail or are uncertain, with the words and the time
 * that speak for it. What was held against what is kept with it. With an idempotency key the same call again within a day does nothing and
 * answers the same.
 * @throws AppError `forbidden`; `invalid_request` for a placement without a brief, a transcript that is not there, that is too long, or
 * that cannot hold the placement's ad; `conflict` when 100,000 are kept; what `onceIn` throws.
 */
export async function createAircheck(context: Context, actor: Actor, asked: NewAircheck, idempotencyKey?: string): Promise<Aircheck> {
  authorize(actor, 'airchecks.write');
  const { tenantId, name: principal } = actor;
  const request =
    idempotencyKey === undefined
      ? undefined
      : { principal, route: 'POST /ai/airchecks', key: idempotencyKey, body: asked, answer: Aircheck };
  const done = request && (await inTenant(context.db, tenantId, (tx) => answerBeforeIn(context, tx, request)));
  if (done) return done;
  const toDo = await inTenant(context.db, tenantId, (tx) => toDoIn(tx, asked), { readOnly: true });
  const findings = await findingsOf(toDo.input);
  return inTenant(context.db, tenantId, (tx) => {
    const keep = () => keepAircheckIn(tx, toDo, findings, { at: new Date(context.clock()), by: principal });
    return request ? onceIn(context, tx, request, keep) : keep();
  });
}

/** The baked-in placements that an episode was booked with. */
async function bookedIn(tx: TenantTx, { key, show, publishedAt }: Episode): Promise<Placement[]> {
  if (show === null || publishedAt === null) {
    const named = (await listBakedInIn(tx)).filter(({ episode }) => episode === key);
    return named.map((placement) => ({ ...placement, pixelId: '' }));
  }
  const at = new Date(publishedAt);
  return (await findPlacementsCoveringIn(tx, [show], { from: at, to: at })).at(show, key, at.getTime());
}

/**
 * The airchecks that a transcript of an episode's file calls for: of each baked-in placement with a brief that the episode was booked with,
 * 50 at most. None for creatives and captures, of which nobody says whose they are, and for texts that are too long.
 */
export async function listBookedChecksIn(
  tx: TenantTx,
  transcript: StoredTranscript,
  segments: readonly StoredSegment[],
): Promise<AircheckToDo[]> {
  if (transcript.copy !== 'episode_file') return [];
  const episode = await findEpisodeIn(tx, transcript.episode);
  if (!episode || segments.reduce((sum, { text }) => sum + text.length, 0) > MOST_CHARACTERS) return [];
  const booked = new Map((await bookedIn(tx, episode)).map((placement) => [placement.key, placement]));
  const briefs = booked.size === 0 ? [] : await findBriefsIn(tx, [...booked.keys()]);
  return briefs.slice(0, MOST_BOOKED).flatMap((brief) => {
    const placement = booked.get(brief.placement);
    return placement ? [{ placement, brief, transcript, input: inputOf(brief, transcript, segments, episode) }] : [];
  });
}

/**
 * The tenant's airchecks without their requirements, the newest first; only those that are asked for.
 * @throws AppError `forbidden`; `invalid_request` for a cursor that did not come from an answer.
 */
export async function listAirchecks(
  context: Context,
  actor: Actor,
  filter: AircheckFilter,
  { after, limit }: PageRequest,
): Promise<Page<AircheckSummary>> {
  authorize(actor, 'airchecks.read');
  if (after !== undefined && !AIRCHECK_ID.test(after)) throw strayCursor();
  const list = (tx: TenantTx) => store.listAirchecks(tx, filter, { beforeId: after, limit: limit + 1 });
  return pageOf(await inTenant(context.db, actor.tenantId, list, { readOnly: true }), limit, ({ id }) => id);
}

async function findIn(tx: TenantTx, id: string): Promise<Aircheck> {
  const aircheck = await store.findAircheck(tx, id);
  if (!aircheck) throw new AppError('not_found', 'There is no such aircheck.');
  return aircheck;
}

/** One aircheck with all its requirements. @throws AppError `forbidden`; `not_found`. */
export async function getAircheck(context: Context, actor: Actor, id: string): Promise<Aircheck> {
  authorize(actor, 'airchecks.read');
  return inTenant(context.db, actor.tenantId, (tx) => findIn(tx, id), { readOnly: true });
}

/**
 * An aircheck as one page of HTML that needs nothing else, and a name for its file.
 * @throws AppError `forbidden`; `not_found`.
 */
export async function getEvidence(context: Context, actor: Actor, id: string): Promise<{ page: string; fileName: string }> {
  authorize(actor, 'airchecks.read');
  return inTenant(
    context.db,
    actor.tenantId,
    async (tx) => {
      const aircheck = await findIn(tx, id);
      const { campaign, show, transcript } = aircheck;
      const [named] = await findCampaignsIn(tx, [campaign]);
      const tenant = await findTenantIn(tx);
      const page = evidencePage(aircheck, {
        tenant: tenant?.name ?? '',
        isSimulated: tenant?.simulated ?? false,
        campaign: named?.name ?? campaign,
        show: (await findShowNamesIn(tx, [show])).get(show) ?? show,
        episode: (await findEpisodeNamesIn(tx, [transcript.episode])).get(transcript.episode) ?? transcript.episode,
      });
      return { page, fileName: `aircheck-${id}.html` };
    },
    { readOnly: true },
  );
}

/** What is said of a read is what its newest aircheck that is left says; of a transcript that is gone nothing is. */
async function tellAgainIn(tx: TenantTx, { placement, transcript }: Aircheck, at: Date): Promise<void> {
  const [newest] = await store.listAirchecks(tx, { placement, transcript: transcript.id }, { beforeId: undefined, limit: 1 });
  const isThere = (await findTranscript(tx, transcript.id)) !== undefined;
  if (isThere && newest?.outcome === 'fail') await recordInsightIn(tx, failureOf(await findIn(tx, newest.id)), at);
  else await endInsightsIn(tx, { source: 'analysis', keys: [failureKey({ placement, transcript })] }, at);
}

/** Forgets an aircheck, and ends what it told of unless an older one says the same. @throws AppError `forbidden`; `not_found`. */
export async function removeAircheck(context: Context, actor: Actor, id: string): Promise<void> {
  authorize(actor, 'airchecks.write');
  await inTenant(context.db, actor.tenantId, async (tx) => {
    const aircheck = await findIn(tx, id);
    const { placement, outcome, transcript, createdAt } = aircheck;
    await store.deleteAircheck(tx, id);
    const before = { placement, outcome, transcript: transcript.id, version: transcript.version, createdAt };
    await recordAuditIn(tx, { actor: actor.name, action: 'aircheck.delete', target: id, before });
    await tellAgainIn(tx, aircheck, new Date(context.clock()));
  });
}
