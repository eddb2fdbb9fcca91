import { recordAuditIn } from '../../platform/audit.ts';
import { newId } from '../../platform/chance.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { type Page, pageOf, type PageRequest, strayCursor } from '../../platform/paging.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import type { Finding, Insight, InsightChange } from './schema.ts';
import * as store from './store.ts';

const PLACE = /^(\d{4}-\d{2}-\d{2}) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/**
 * Keeps what the caller's work has found, in its transaction. The same key of the same source is the same insight: it says what was found
 * last and keeps the status that a person gave it. False when it says that already.
 */
export function recordInsightIn(tx: TenantTx, finding: Finding, at: Date): Promise<boolean> {
  return store.upsertInsight(tx, newId(), finding, at);
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
  const [, day, id] = (after === undefined ? undefined : PLACE.exec(after)) ?? [];
  if (after !== undefined && (day === undefined || Number.isNaN(Date.parse(day)))) throw strayCursor();
  const place = day === undefined ? undefined : { day, id };
  const list = (tx: TenantTx) => store.listInsights(tx, filter, place, limit + 1);
  const found = await inTenant(context.db, actor.tenantId, list, { readOnly: true });
  return pageOf(found, limit, (insight) => `${insight.day} ${insight.id}`);
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
