import { recordAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { getTenantKeys, type TenantKeys } from '../../tenants/service.ts';
import { findConversionIn, markDirtyIn } from '../evidence/service.ts';
import { fingerprintOf, parseRefund, type RefundRow } from '../intake/rules.ts';
import type { IntakeResult, Rejection } from '../intake/schema.ts';
import { findRefundFingerprints, insertRefunds } from './store.ts';

interface Told {
  refunds: unknown[];
  areTakenBack?: true;
}

interface Checked {
  rows: RefundRow[];
  indexes: number[];
  rejected: Rejection[];
}

/** What takes a refund back is kept as one below zero. */
function takenBack(row: RefundRow, keys: TenantKeys): RefundRow {
  const fingerprint = fingerprintOf(['refund', row.occurredAt, -row.valueMinor], keys.fingerprint);
  return { ...row, valueMinor: -row.valueMinor, fingerprint };
}

async function checkAll(context: Context, actor: Actor, { refunds: items, areTakenBack }: Told): Promise<Checked> {
  const keys = await getTenantKeys(context, 'system', actor.tenantId);
  const arrival = { keys, nowMs: context.clock() };
  const checked: Checked = { rows: [], indexes: [], rejected: [] };
  items.forEach((item, index) => {
    const parsed = parseRefund(item, arrival);
    if ('rejection' in parsed) checked.rejected.push({ index, ...parsed.rejection });
    else {
      checked.rows.push(areTakenBack === true ? takenBack(parsed.row, keys) : parsed.row);
      checked.indexes.push(index);
    }
  });
  return checked;
}

async function storeIn(tx: TenantTx, conversionId: string, checked: Checked): Promise<IntakeResult> {
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
  return result;
}

/**
 * Adds refunds to a conversion; its credit is computed on what remains, never below zero. The same refund id again is a duplicate.
 * @throws AppError `not_found` when the tenant has no such conversion; `invalid_request` when it has no value to refund.
 */
export async function acceptRefunds(context: Context, actor: Actor, conversionId: string, refunds: unknown[]): Promise<IntakeResult> {
  authorize(actor, 'refunds.create');
  return accept(context, actor, conversionId, { refunds });
}

/**
 * Takes back what was refunded of a conversion by refunds that did not come about after all, each under an id of its own; whichever of the
 * two comes first. @throws as `acceptRefunds`.
 */
export async function takeBackRefunds(context: Context, actor: Actor, conversionId: string, refunds: unknown[]): Promise<IntakeResult> {
  authorize(actor, 'refunds.create');
  return accept(context, actor, conversionId, { refunds, areTakenBack: true });
}

async function accept(context: Context, actor: Actor, conversionId: string, told: Told): Promise<IntakeResult> {
  const checked = await checkAll(context, actor, told);
  return inTenant(context.db, actor.tenantId, async (tx) => {
    const conversion = await findConversionIn(tx, conversionId);
    if (!conversion) throw new AppError('not_found', 'There is no such conversion.');
    if (conversion.valueMinor === null)
      throw new AppError('invalid_request', 'This conversion has no value, so nothing of it can be refunded.');
    const result = await storeIn(tx, conversionId, checked);
    if (result.accepted > 0) {
      await markDirtyIn(tx, conversionId, 'refund');
      await recordAuditIn(tx, {
        actor: actor.name,
        action: 'conversion.refund',
        target: conversionId,
        after: { accepted: result.accepted },
      });
    }
    return result;
  });
}
