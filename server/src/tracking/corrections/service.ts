import { recordAuditIn } from '../../platform/audit.ts';
import { AppError } from '../../platform/errors.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import { markDirtyIn } from '../evidence/service.ts';
import { eraseShareEventsIn } from '../shares/service.ts';
import { markCorrectedIn, type Subject } from '../subjects/service.ts';
import { type CorrectedFields, findSubjectEvent, updateConversion, updateValueOfSource, updateWithoutIdentity } from './store.ts';

/** What is put right in one event of a person. */
export interface EventCorrection extends CorrectedFields {
  event: 'touchpoint' | 'conversion';
  id: string;
  isNotTheirs?: true;
}

function tableOf({ event }: EventCorrection): 'touchpoints' | 'conversions' {
  return event === 'touchpoint' ? 'touchpoints' : 'conversions';
}

/**
 * Puts one event of a person right and marks every conversion that may change by it. The fingerprint stays, so that the event sent again as
 * it was is a duplicate and does not undo it.
 * @throws AppError `invalid_request` when the person has no such event.
 */
export async function correctEventIn(tx: TenantTx, subject: Subject, correction: EventCorrection, lookbackDays: number): Promise<void> {
  const { id, isNotTheirs, event } = correction;
  const table = tableOf(correction);
  const concerned = await findSubjectEvent(tx, subject.keys, table, id);
  if (!concerned) throw new AppError('invalid_request', `The person has no ${event} "${id}".`);
  await markCorrectedIn(tx, event, concerned, lookbackDays);
  if (event === 'conversion') {
    await updateConversion(tx, id, correction);
    await markDirtyIn(tx, id, 'rectified');
  }
  if (isNotTheirs !== true) return;
  await updateWithoutIdentity(tx, subject.keys, table, id);
  await eraseShareEventsIn(tx, event, [id]);
}

/** What an order that was edited came to, by the source that brought its conversion. */
export interface EditedOrder {
  conversionId: string;
  source: string;
  valueMinor: number;
  currency: string;
}

/**
 * Restates the value of a conversion after its order was edited; its credit follows. False when it has that value already. The caller
 * makes sure that nothing of a later instant was told.
 */
export async function restateOrderIn(tx: TenantTx, actorName: string, { conversionId: id, ...edited }: EditedOrder): Promise<boolean> {
  if (!(await updateValueOfSource(tx, { id, ...edited }))) return false;
  await markDirtyIn(tx, id, 'order_edited');
  const after = { valueMinor: edited.valueMinor, currency: edited.currency };
  await recordAuditIn(tx, { actor: actorName, action: 'conversion.restate', target: id, after });
  return true;
}
