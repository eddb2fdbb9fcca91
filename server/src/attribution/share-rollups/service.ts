import type { Context } from '../../platform/context.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { appendPacked, chunkOf, clearChunk, createChunk } from '../paths/packed.ts';
import { lockPaths } from '../paths/store.ts';
import type { Slot } from '../reports/options.ts';
import { streamPaths } from '../reports/store.ts';
import { readSlotsIn } from '../slots/service.ts';
import { addShareCells, cellsInOrder, type ShareCells, type SharesOfCampaigns } from './rules.ts';
import {
  deleteFigures,
  findBuilt,
  insertMark,
  insertMarksOfMatching,
  type MarkedShare,
  moveCells,
  takeMarks,
  updateComputed,
  upsertBuild,
} from './store.ts';

const CHUNK_PATHS = 4_096;
const CHUNK_TOUCHES = 1 << 17;
const ALL_TIME = { fromMs: undefined, beforeMs: undefined };

/** Leaves word that a share's figures are to be built, or cleared away if it is over. */
export async function markShareIn(tx: TenantTx, shareId: string): Promise<void> {
  await insertMark(tx, shareId);
}

/** Leaves word that the matching shares the tenant gives are to be matched again, because its codes are mapped otherwise. */
export async function markMatchingSharesIn(tx: TenantTx): Promise<void> {
  await insertMarksOfMatching(tx);
}

function campaignsOfShares(shares: readonly { shareId: string; campaign: string }[]): SharesOfCampaigns {
  const byCampaign = new Map<string, string[]>();
  for (const { shareId, campaign } of shares) {
    const known = byCampaign.get(campaign);
    if (known) known.push(shareId);
    else byCampaign.set(campaign, [shareId]);
  }
  return byCampaign;
}

/** Paths that are replaced, those that take their place, and the slots both ran in. */
interface ChangedPaths {
  before: readonly Uint8Array[];
  after: readonly Uint8Array[];
  slots: readonly Slot[];
}

/**
 * Moves the figures of the tenant's shares by what these paths change, in the transaction that changes them: a share's report is never
 * behind the tenant's own. Costs a tenant without shares one look-up.
 */
export async function moveSharesIn(context: Context, tx: TenantTx, { before, after, slots }: ChangedPaths): Promise<void> {
  const shares = campaignsOfShares(await findBuilt(tx));
  if (shares.size === 0) return;
  const cells: ShareCells = new Map();
  addShareCells(cells, { chunk: chunkOf(before), slots }, shares, -1);
  addShareCells(cells, { chunk: chunkOf(after), slots }, shares, 1);
  const changed = cellsInOrder(cells);
  if (changed.length > 0) await moveCells(tx, changed);
  await updateComputed(tx, [...shares.values()].flat(), context.clock());
}

async function cellsOfAllPaths(context: Context, tx: TenantTx, share: MarkedShare): Promise<ShareCells> {
  const slots = await readSlotsIn(context, tx);
  const shares = campaignsOfShares([{ shareId: share.id, campaign: share.campaign }]);
  const cells: ShareCells = new Map();
  const chunk = createChunk(CHUNK_PATHS);
  await streamPaths(tx, ALL_TIME, (packed) => {
    appendPacked(chunk, packed);
    if (chunk.pathCount < CHUNK_PATHS && chunk.offsets[chunk.pathCount] < CHUNK_TOUCHES) return;
    addShareCells(cells, { chunk, slots }, shares, 1);
    clearChunk(chunk);
  });
  if (chunk.pathCount > 0) addShareCells(cells, { chunk, slots }, shares, 1);
  return cells;
}

/** Builds a share's figures from all stored paths; from then on `moveSharesIn` keeps them up. The caller holds the path lock. */
async function buildIn(context: Context, tx: TenantTx, share: MarkedShare): Promise<void> {
  await deleteFigures(tx, share.id);
  if (share.isOver) return;
  const cells = cellsInOrder(await cellsOfAllPaths(context, tx, share));
  if (cells.length > 0) await moveCells(tx, cells);
  await upsertBuild(tx, share, context.clock());
}

/** Builds the figures of the tenant's marked report shares and clears away those of shares that are over. Safe to run again at any time. */
export async function buildShares(context: Context, _actor: 'system', tenantId: string): Promise<void> {
  const build = async (tx: TenantTx) => {
    await lockPaths(tx);
    for (const share of await takeMarks(tx)) await buildIn(context, tx, share);
  };
  await inTenant(context.db, tenantId, build, { patient: true });
}

/** Notes when a share's figures were computed that are not kept up here. */
export async function noteComputedIn(context: Context, tx: TenantTx, share: { id: string; campaign: string }): Promise<void> {
  await upsertBuild(tx, share, context.clock());
}

/** Forgets the figures of a share. */
export async function clearFiguresIn(tx: TenantTx, shareId: string): Promise<void> {
  await deleteFigures(tx, shareId);
}
