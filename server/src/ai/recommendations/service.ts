import { recordAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { type Page, pageOf, type PageRequest, strayCursor } from '../../platform/paging.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { findTenantIn } from '../../tenants/service.ts';
import { getReportDefaults } from '../../tenants/standing/service.ts';
import type { Recommendation, RecommendationDecision, RecommendationLook, RecommendationStatus } from './schema.ts';
import * as store from './store.ts';

const DAY_MS = 86_400_000;
/** How many days of conversions an outcome is told from. */
export const FOLLOWED_DAYS = 28;
const CURSOR = /^(\d{1,12}):([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** What a recommendation is shown with. */
interface Shown {
  lookbackDays: number;
  isSimulated: boolean;
}

async function shownIn(tx: TenantTx, lookbackDays: number): Promise<Shown> {
  return { lookbackDays, isSimulated: (await findTenantIn(tx))?.simulated === true };
}

/** The first instant at which everything that an outcome is told from is known: its days, and one lookback behind them. */
export function outcomeFrom(decidedAt: Date, lookbackDays: number): Date {
  return new Date((Math.floor(decidedAt.getTime() / DAY_MS) + 1 + FOLLOWED_DAYS + lookbackDays) * DAY_MS);
}

function show(stored: store.StoredRecommendation, { lookbackDays, isSimulated }: Shown): Recommendation {
  const { id, status, advice, worded, currency, from, to, createdAt, toldAt, decidedAt, decidedBy, note, outcome } = stored;
  const { kind, title, says, subjects, unit, gain, evidence, against, watch } = advice;
  return {
    id,
    kind,
    status,
    title,
    says,
    wording: worded,
    subjects,
    currency,
    gain: { unit, ...gain },
    evidence,
    against,
    period: { from: from.toISOString(), to: to.toISOString(), days: watch.days },
    isSimulated,
    createdAt: createdAt.toISOString(),
    toldAt: toldAt.toISOString(),
    decidedAt: decidedAt?.toISOString() ?? null,
    decidedBy,
    note,
    outcome,
    outcomeFrom: status === 'done' && decidedAt !== null ? outcomeFrom(decidedAt, lookbackDays).toISOString() : null,
  };
}

function placeOf(cursor: string | undefined): store.Place | undefined {
  if (cursor === undefined) return undefined;
  const [, rank, id] = CURSOR.exec(cursor) ?? [];
  if (id === undefined) throw strayCursor();
  return { rank: Number(rank), id };
}

/**
 * The tenant's recommendations: open ones with the largest expected gain first, then the others, the newest first.
 * @throws AppError `forbidden`; `invalid_request` for a cursor that did not come from an answer.
 */
export async function listRecommendations(
  context: Context,
  actor: Actor,
  { status }: { status?: RecommendationStatus | undefined },
  { after, limit }: PageRequest,
): Promise<Page<Recommendation>> {
  authorize(actor, 'recommendations.read');
  const place = placeOf(after);
  const { lookbackDays } = await getReportDefaults(context, 'system', actor.tenantId);
  const read = async (tx: TenantTx) => {
    const found = await store.listRecommendations(tx, { status, after: place }, limit + 1);
    const shown = await shownIn(tx, lookbackDays);
    return found.map(({ rank, ...stored }) => ({ cursor: `${rank}:${stored.id}`, shown: show(stored, shown) }));
  };
  const page = pageOf(await inTenant(context.db, actor.tenantId, read, { readOnly: true }), limit, ({ cursor }) => cursor);
  return { ...page, items: page.items.map(({ shown }) => shown) };
}

async function findIn(tx: TenantTx, id: string): Promise<store.StoredRecommendation> {
  const found = await store.findRecommendation(tx, id);
  if (!found) throw new AppError('not_found', 'There is no such recommendation.');
  return found;
}

/** One recommendation. @throws AppError `forbidden`; `not_found`. */
export async function getRecommendation(context: Context, actor: Actor, id: string): Promise<Recommendation> {
  authorize(actor, 'recommendations.read');
  const { lookbackDays } = await getReportDefaults(context, 'system', actor.tenantId);
  const read = async (tx: TenantTx) => show(await findIn(tx, id), await shownIn(tx, lookbackDays));
  return inTenant(context.db, actor.tenantId, read, { readOnly: true });
}

/** When figures were looked at last, and why nothing is recommended of some kinds, in the caller's transaction. */
export async function findRecommendationLookIn(tx: TenantTx): Promise<RecommendationLook> {
  const look = await store.findLook(tx);
  const open = (await store.listOpen(tx)).length;
  return {
    lookedAt: look?.at.toISOString() ?? null,
    period: look ? { from: look.from.toISOString(), to: look.to.toISOString() } : null,
    conversions: look?.conversions ?? null,
    open,
    silences: look?.silences ?? [],
  };
}

/** When figures were looked at last, and why nothing is recommended of some kinds. @throws AppError `forbidden`. */
export async function getRecommendationLook(context: Context, actor: Actor): Promise<RecommendationLook> {
  authorize(actor, 'recommendations.read');
  return inTenant(context.db, actor.tenantId, findRecommendationLookIn, { readOnly: true });
}

/**
 * Says what becomes of a recommendation: done, so that its outcome is followed, dismissed, or open again. Neither of the first two is
 * recommended again for 90 days.
 * @throws AppError `forbidden`; `not_found`; `conflict` for one that lapsed, or that was told anew since it was decided on.
 */
export async function decideRecommendation(
  context: Context,
  actor: Actor,
  id: string,
  decision: RecommendationDecision,
): Promise<Recommendation> {
  authorize(actor, 'recommendations.write');
  const { lookbackDays } = await getReportDefaults(context, 'system', actor.tenantId);
  return inTenant(context.db, actor.tenantId, async (tx) => {
    await store.lockRecommendations(tx);
    const before = await findIn(tx, id);
    const { status, note } = decision;
    if (before.status === 'lapsed')
      throw new AppError('conflict', 'Later figures do not bear this recommendation out any more, so there is nothing to decide.');
    if (status === 'open' && before.status !== 'open' && (await store.listOpen(tx)).some(({ key }) => key === before.key))
      throw new AppError('conflict', 'The same was recommended anew meanwhile: decide on that one.');
    await store.updateDecision(tx, id, { status, note, at: new Date(context.clock()), by: actor.name });
    await recordAuditIn(tx, {
      actor: actor.name,
      action: 'recommendation.decide',
      target: id,
      before: { status: before.status, note: before.note },
      after: { status, note },
    });
    return show(await findIn(tx, id), await shownIn(tx, lookbackDays));
  });
}
