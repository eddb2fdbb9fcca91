import { recordAuditIn } from '../../platform/audit.ts';
import { newId } from '../../platform/chance.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { type Page, pageOf, type PageRequest, strayCursor } from '../../platform/paging.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import type { Finding, Insight, InsightChange } from './schema.ts';
import * as store from './store.ts';

const PLACE = /^(\d{4}-\d{2}-\d{2}) (\d) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/**
 * Keeps what the caller's work has found, in its transaction. The same key of the same source is the same insight: it says what was found
 * last and keeps the status that a person gave it; one that had ended holds again. False when it says that already.
 */
export async function recordInsightIn(tx: TenantTx, finding: Finding, at: Date): Promise<boolean> {
  const before = await store.updateHoldsAgain(tx, finding);
  const isChanged = await store.upsertInsight(tx, newId(), finding, at);
  if (!before) return isChanged;
  const { id: target, status } = before;
  const after = { status: status === 'ended' ? 'open' : status, endedAt: null };
  await recordAuditIn(tx, { actor: 'system', action: 'insight.return', target, before: { status }, after });
  return true;
}

/**
 * Says in the caller's transaction that findings no longer hold: those that are open have ended, and those that a person decided on keep
 * that decision. One that a person opened again after it had ended stays open until it is found anew. Resolves with how many were told.
 */
export async function endInsightsIn(tx: TenantTx, which: store.EndedFindings, at: Date): Promise<number> {
  const ended = await store.updateEnded(tx, which, at);
  for (const { id: target, status } of ended) {
    const after = { status: status === 'open' ? 'ended' : status, endedAt: at.toISOString() };
    await recordAuditIn(tx, { actor: 'system', action: 'insight.end', target, before: { status }, after });
  }
  return ended.length;
}

/**
 * What analyses, anomalies and forecasts have found, of the latest day first; only of a source, of a status or about one thing, when named.
 * @throws AppError `forbidden`; `invalid_request` for a cursor that did not come from an answer.
 */
export async function listInsights(
  context: Context,
  actor: Actor,
  filter: store.InsightFilter,
  { after, limit }: PageRequest,
): Promise<Page<Insight>> {
  authorize(actor, 'insights.read');
  const [, day, rank, id] = (after === undefined ? undefined : PLACE.exec(after)) ?? [];
  if (after !== undefined && (day === undefined || Number.isNaN(Date.parse(day)))) throw strayCursor();
  const place = day === undefined ? undefined : { day, rank: Number(rank), id };
  const list = (tx: TenantTx) => store.listInsights(tx, filter, place, limit + 1);
  const found = await inTenant(context.db, actor.tenantId, list, { readOnly: true });
  return pageOf(found, limit, (insight) => `${insight.day} ${insight.rank} ${insight.id}`);
}

function noInsight(): AppError {
  return new AppError('not_found', 'There is no such insight.');
}

/** One insight. @throws AppError `forbidden`; `not_found`. */
export async function getInsight(context: Context, actor: Actor, id: string): Promise<Insight> {
  authorize(actor, 'insights.read');
  const found = await inTenant(context.db, actor.tenantId, (tx) => store.findInsight(tx, id), { readOnly: true });
  if (!found) throw noInsight();
  return found;
}

/** Notes what became of an insight, and why. @throws AppError `forbidden`; `not_found`. */
export async function changeInsight(context: Context, actor: Actor, id: string, change: InsightChange): Promise<Insight> {
  authorize(actor, 'insights.write');
  const { status } = change;
  const note = change.note ?? null;
  return inTenant(context.db, actor.tenantId, async (tx) => {
    const before = await store.findInsight(tx, id);
    const changed = await store.updateInsightStatus(tx, id, { status, note, at: new Date(context.clock()), by: actor.name });
    if (!before || !changed) throw noInsight();
    await recordAuditIn(tx, {
      actor: actor.name,
      action: 'insight.change',
      target: id,
      before: { status: before.status, note: before.note },
      after: { status, note },
    });
    return changed;
  });
}
