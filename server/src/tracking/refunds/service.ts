import type { IntakeResult, Rejection } from '../../platform/item-batch.ts';
import { recordAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { getTenantKeys, type TenantKeys } from '../../tenants/service.ts';
import { findConversionIn, markDirtyIn } from '../evidence/service.ts';
import { fingerprintOf, parseRefund, refundContent, type RefundRow } from '../intake/rules.ts';
import type { DisputeStand, RefundKind } from '../intake/schema.ts';
import { disputeSteps } from './disputes.ts';
import { countedPart } from './rules.ts';
import {
  findDisputeRows,
  findOrderAmounts,
  findPaidBack,
  findRefundFingerprints,
  hasRefund,
  insertRefunds,
  lockConversion,
  updateRefundValues,
  updateToldAt,
} from './store.ts';

/** A refund as whoever took the payment tells of it. */
export interface ToldRefund {
  id: string;
  occurredAt: string;
  /** What of the conversion's value it takes; what was paid back, of which as much counts as of the order; or all of the sale. */
  gives: { valueMinor: number } | { paidMinor: number } | 'all';
  /** True for one that did not come about after all: what it took is given back. */
  isTakenBack: boolean;
  kind: RefundKind;
}

interface Checked {
  rows: RefundRow[];
  indexes: number[];
  rejected: Rejection[];
}

async function checkAll(context: Context, actor: Actor, items: readonly unknown[]): Promise<Checked> {
  const keys = await getTenantKeys(context, 'system', actor.tenantId);
  const arrival = { keys, nowMs: context.clock() };
  const checked: Checked = { rows: [], indexes: [], rejected: [] };
  items.forEach((item, index) => {
    const parsed = parseRefund(item, arrival);
    if ('rejection' in parsed) checked.rejected.push({ index, ...parsed.rejection });
    else {
      checked.rows.push(parsed.row);
      checked.indexes.push(index);
    }
  });
  return checked;
}

/** A row that was checked with the amount it tells, as it is kept: told again after its order changed, it is still the same. */
function toldRow(row: RefundRow, { gives, isTakenBack, kind }: ToldRefund, keys: TenantKeys): RefundRow {
  const size = row.valueMinor;
  const valueMinor = isTakenBack ? -size : size;
  const said = gives === 'all' ? 'all' : valueMinor;
  const fingerprint = fingerprintOf(refundContent(row.occurredAt, said, kind), keys.fingerprint);
  if (gives === 'all') return { ...row, fingerprint, valueMinor, kind, isWhole: true };
  return { ...row, fingerprint, valueMinor, kind, paidMinor: 'paidMinor' in gives ? valueMinor : undefined };
}

/** What became of refunds, and what kinds of them were new. */
interface Stored {
  result: IntakeResult;
  kinds: RefundKind[];
}

async function storeIn(tx: TenantTx, conversionId: string, checked: Checked): Promise<Stored> {
  const first = new Map<string, RefundRow>();
  for (const row of checked.rows) if (!first.has(row.id)) first.set(row.id, row);
  const fresh = await insertRefunds(tx, conversionId, [...first.values()]);
  const stored = await findRefundFingerprints(tx, conversionId, [...first.keys()]);
  const result: IntakeResult = { accepted: 0, duplicates: 0, rejected: [...checked.rejected] };
  checked.rows.forEach((row, place) => {
    if (fresh.has(row.id) && first.get(row.id) === row) result.accepted += 1;
    else if (stored.get(row.id) === row.fingerprint) result.duplicates += 1;
    else {
      const detail = 'this refund id is stored already with other content; send a further refund under a new id';
      result.rejected.push({ index: checked.indexes[place], code: 'conflict', detail });
    }
  });
  result.rejected.sort((a, b) => a.index - b.index);
  return { result, kinds: [...first.values()].filter(({ id }) => fresh.has(id)).map(({ kind }) => kind) };
}

/**
 * Adds refunds to a conversion; its credit is computed on what remains, never below zero. The same refund id again is a duplicate.
 * @throws AppError `not_found` when the tenant has no such conversion; `invalid_request` when it has no value to refund.
 */
export async function acceptRefunds(context: Context, actor: Actor, conversionId: string, refunds: unknown[]): Promise<IntakeResult> {
  authorize(actor, 'refunds.create');
  const checked = await checkAll(context, actor, refunds);
  return inTenant(context.db, actor.tenantId, async (tx) => {
    await valueIn(tx, conversionId);
    return keepIn(tx, actor, conversionId, checked);
  });
}

/**
 * Adds a refund, or takes one back, that whoever took the payment tells of. Whether an edit of its order comes before it or after it, as
 * much of it counts as of what the order came to last. @throws as `acceptRefunds`.
 */
export async function acceptToldRefund(context: Context, actor: Actor, conversionId: string, told: ToldRefund): Promise<IntakeResult> {
  authorize(actor, 'refunds.create');
  const { id, occurredAt, gives } = told;
  const keys = await getTenantKeys(context, 'system', actor.tenantId);
  return inTenant(context.db, actor.tenantId, async (tx) => {
    const valueMinor = await valueIn(tx, conversionId);
    const checked = await checkAll(context, actor, [{ id, occurredAt, valueMinor: amountOf(gives, valueMinor) }]);
    return keepIn(tx, actor, conversionId, { ...checked, rows: checked.rows.map((row) => toldRow(row, told, keys)) });
  });
}

/** A dispute as whoever took the payment tells of it. */
export interface TellingOfDispute extends ToldRefund {
  stand: DisputeStand;
  /** Of which instant that is; undefined where nobody said. One of the future stands for now. */
  toldAt: string | undefined;
}

/**
 * Adds what a dispute takes from its conversion, or gives back to it, so that what is kept of it comes to how it stood last, in whatever
 * order that is told. @throws as `acceptRefunds`.
 */
export async function acceptDispute(context: Context, actor: Actor, conversionId: string, told: TellingOfDispute): Promise<IntakeResult> {
  authorize(actor, 'refunds.create');
  const { id, occurredAt, gives, stand, toldAt } = told;
  const keys = await getTenantKeys(context, 'system', actor.tenantId);
  const toldAtMs = toldAt === undefined ? undefined : Math.min(Date.parse(toldAt), context.clock());
  return inTenant(context.db, actor.tenantId, async (tx) => {
    const valueMinor = amountOf(gives, await valueIn(tx, conversionId));
    await lockConversion(tx, conversionId);
    const known = await findDisputeRows(tx, conversionId, id);
    const steps = disputeSteps(id, { stand, toldAtMs }, known);
    const checked = await checkAll(
      context,
      actor,
      steps.map((step) => ({ id: step.id, occurredAt, valueMinor })),
    );
    const rows = checked.rows.map((row, place) => toldRow(row, { ...told, ...steps[checked.indexes[place]] }, keys));
    const result = await keepIn(tx, actor, conversionId, { ...checked, rows });
    if (toldAtMs !== undefined) await updateToldAt(tx, conversionId, id, toldAtMs);
    return result;
  });
}

/** What a refund takes of a conversion of this value. */
function amountOf(gives: ToldRefund['gives'], valueMinor: number): number {
  if (gives === 'all') return valueMinor;
  return 'paidMinor' in gives ? gives.paidMinor : gives.valueMinor;
}

/**
 * Counts the refunds of a conversion anew by what its order came to last, and marks it where that changes them. In the transaction that
 * notes what the order came to.
 */
export async function recountRefundsIn(tx: TenantTx, actorName: string, conversionId: string): Promise<void> {
  if ((await recountIn(tx, conversionId)) === 0) return;
  await markDirtyIn(tx, conversionId, 'order_edited');
  await recordAuditIn(tx, { actor: actorName, action: 'conversion.restate', target: conversionId, after: { refunds: 'recounted' } });
}

/** The id under which a refund is kept that may have been kept under an older one, for any of these conversions. */
export async function knownRefundIdIn(
  tx: TenantTx,
  conversionIds: readonly string[],
  { id, formerId, occurredAt }: { id: string; formerId?: string | undefined; occurredAt: string },
): Promise<string> {
  return formerId !== undefined && (await hasRefund(tx, conversionIds, { id: formerId, occurredAt })) ? formerId : id;
}

/** Counts what was paid back of a conversion as its order counts; resolves with how many refunds count otherwise than before. */
async function recountIn(tx: TenantTx, conversionId: string): Promise<number> {
  const locked = await lockConversion(tx, conversionId);
  const paidBack = locked ? await findPaidBack(tx, conversionId) : [];
  const order = paidBack.length === 0 ? undefined : await findOrderAmounts(tx, conversionId, locked?.source ?? null);
  if (!order) return 0;
  const counted = paidBack.map((one) => ({ id: one.id, before: one.valueMinor, valueMinor: countedPart(one.paidMinor, order) }));
  const changed = counted.filter(({ before, valueMinor }) => before !== valueMinor);
  if (changed.length > 0) await updateRefundValues(tx, conversionId, changed);
  return changed.length;
}

/** The value of a conversion that something can be refunded of. @throws AppError as `acceptRefunds`. */
async function valueIn(tx: TenantTx, conversionId: string): Promise<number> {
  const conversion = await findConversionIn(tx, conversionId);
  if (!conversion) throw new AppError('not_found', 'There is no such conversion.');
  if (conversion.valueMinor === null)
    throw new AppError('invalid_request', 'This conversion has no value, so nothing of it can be refunded.');
  return conversion.valueMinor;
}

async function keepIn(tx: TenantTx, actor: Actor, conversionId: string, checked: Checked): Promise<IntakeResult> {
  await lockConversion(tx, conversionId);
  const { result, kinds } = await storeIn(tx, conversionId, checked);
  if (result.accepted === 0) return result;
  await recountIn(tx, conversionId);
  const disputed = kinds.filter((kind) => kind !== 'refund');
  await markDirtyIn(tx, conversionId, disputed.length > 0 ? 'chargeback' : 'refund');
  const record = (action: string, accepted: number) =>
    accepted > 0 ? recordAuditIn(tx, { actor: actor.name, action, target: conversionId, after: { accepted } }) : undefined;
  await record('conversion.refund', kinds.length - disputed.length);
  await record('conversion.chargeback', disputed.length);
  return result;
}
