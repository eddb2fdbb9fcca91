import type { Context } from '../../platform/context.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { appendPacked, chunkOf, clearChunk, createChunk } from '../paths/packed.ts';
import { lockPaths } from '../paths/store.ts';
import type { Slot } from '../reports/options.ts';
import { streamPaths } from '../reports/store.ts';
import { readSlotsIn } from '../slots/service.ts';
import { addFigures, type CampaignFigures, cellsInOrder, createFigures, type KeptCampaigns, peopleInOrder } from './rules.ts';
import {
  type CampaignBuild,
  deleteFigures,
  deleteMarksOfCampaign,
  deleteMatched,
  findEdge,
  foldPeople,
  insertMark,
  insertMarksOfMatching,
  listBuilds,
  listMarkedCampaigns,
  moveCells,
  movePeople,
  updateComputed,
  upsertBuild,
  upsertMatched,
} from './store.ts';

const CHUNK_PATHS = 4_096;
const CHUNK_TOUCHES = 1 << 17;
/** How many paths one transaction builds a campaign's figures from: matching waits for no longer than these take. */
const PATHS_PER_PART = 20_000;

/** Leaves word that a share's figures are to be built, or cleared away if it is over. */
export async function markShareIn(tx: TenantTx, shareId: string): Promise<void> {
  await insertMark(tx, shareId);
}

/** Leaves word that the matching shares the tenant gives are to be matched again, because its codes are mapped otherwise. */
export async function markMatchingSharesIn(tx: TenantTx): Promise<void> {
  await insertMarksOfMatching(tx);
}

/** Up to when each campaign's figures are kept. */
function keptOf(builds: readonly CampaignBuild[]): KeptCampaigns {
  return new Map(builds.map(({ campaign, builtBeforeMs }) => [campaign, { beforeMs: builtBeforeMs ?? Infinity }]));
}

async function moveIn(tx: TenantTx, figures: CampaignFigures): Promise<string[]> {
  const cells = cellsInOrder(figures);
  const people = peopleInOrder(figures);
  await moveCells(tx, cells);
  await movePeople(tx, people);
  return [...new Set([...cells, ...people].map(({ campaign }) => campaign))];
}

/** Paths that are replaced, those that take their place, and the slots both ran in. */
interface ChangedPaths {
  before: readonly Uint8Array[];
  after: readonly Uint8Array[];
  slots: readonly Slot[];
}

/**
 * Moves the figures of the tenant's shared campaigns by what these paths change, in the transaction that changes them: a share's report is
 * never behind the tenant's own. Once for each campaign, however many shares show it. Costs a tenant without shares one look-up.
 */
export async function moveSharesIn(context: Context, tx: TenantTx, { before, after, slots }: ChangedPaths): Promise<void> {
  const builds = await listBuilds(tx);
  for (const { campaign, isShared } of builds) if (!isShared) await deleteFigures(tx, campaign);
  const campaigns = keptOf(builds.filter(({ isShared }) => isShared));
  if (campaigns.size === 0) return;
  const figures = createFigures();
  addFigures(figures, { chunk: chunkOf(before), slots }, campaigns, -1);
  addFigures(figures, { chunk: chunkOf(after), slots }, campaigns, 1);
  const changed = await moveIn(tx, figures);
  if (changed.length > 0) await updateComputed(tx, changed, context.clock());
}

/** What all paths of a stretch credit to a campaign. */
async function figuresOfStretch(
  context: Context,
  tx: TenantTx,
  campaign: string,
  stretch: { fromMs: number | undefined; beforeMs: number | undefined },
): Promise<CampaignFigures> {
  const slots = await readSlotsIn(context, tx);
  const campaigns: KeptCampaigns = new Map([[campaign, { beforeMs: Infinity }]]);
  const figures = createFigures();
  const chunk = createChunk(CHUNK_PATHS);
  await streamPaths(tx, { stretch, asOf: undefined }, (packed) => {
    appendPacked(chunk, packed);
    if (chunk.pathCount < CHUNK_PATHS && chunk.offsets[chunk.pathCount] < CHUNK_TOUCHES) return;
    addFigures(figures, { chunk, slots }, campaigns, 1);
    clearChunk(chunk);
  });
  if (chunk.pathCount > 0) addFigures(figures, { chunk, slots }, campaigns, 1);
  return figures;
}

/**
 * Builds the next part of a campaign's figures from stored paths; from then on `moveSharesIn` keeps that part up. True when it was the last
 * one. What is built already stays, with the sums of events that grew too old since.
 */
async function buildPartIn(context: Context, tx: TenantTx, campaign: string, pathsPerPart: number): Promise<boolean> {
  const build = (await listBuilds(tx)).find((one) => one.campaign === campaign);
  if (build && build.builtBeforeMs === undefined) return true;
  const fromMs = build?.builtBeforeMs;
  const beforeMs = await findEdge(tx, fromMs, pathsPerPart);
  await moveIn(tx, await figuresOfStretch(context, tx, campaign, { fromMs, beforeMs }));
  await upsertBuild(tx, campaign, { computedAtMs: context.clock(), builtBeforeMs: beforeMs });
  return beforeMs === undefined;
}

/** One part of what waits; true when nothing is left. */
async function buildNextIn(context: Context, tx: TenantTx, pathsPerPart: number): Promise<boolean> {
  await lockPaths(tx);
  const [next] = await listMarkedCampaigns(tx);
  if (!next) return true;
  const { campaign, isShared } = next;
  if (!isShared) await deleteFigures(tx, campaign);
  if (!isShared || (await buildPartIn(context, tx, campaign, pathsPerPart))) await deleteMarksOfCampaign(tx, campaign);
  return false;
}

/**
 * Builds the figures of the tenant's campaigns that are newly shared, part by part, and clears away those of which nothing is shared any
 * more. Safe to stop and to run again at any time.
 */
export async function buildShares(context: Context, _actor: 'system', tenantId: string, pathsPerPart = PATHS_PER_PART): Promise<void> {
  const build = (tx: TenantTx) => buildNextIn(context, tx, pathsPerPart);
  while (!(await inTenant(context.db, tenantId, build, { patient: true })));
}

/** Leaves of people in months that ended before an instant no more than how many there were, because their events are gone. */
export async function foldPeopleIn(tx: TenantTx, before: string): Promise<void> {
  await foldPeople(tx, before);
}

/** Notes when a matching share was matched, whose figures are not kept up here. */
export async function noteComputedIn(context: Context, tx: TenantTx, share: { id: string; campaign: string }): Promise<void> {
  await upsertMatched(tx, share, context.clock());
}

/** Forgets when a matching share was matched. */
export async function clearFiguresIn(tx: TenantTx, shareId: string): Promise<void> {
  await deleteMatched(tx, shareId);
}
