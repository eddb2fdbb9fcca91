import { AppError } from '../../platform/errors.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import { markDirtyIn } from '../evidence/service.ts';
import { eraseShareEventsIn } from '../shares/service.ts';
import { markCorrectedIn, type Subject } from '../subjects/service.ts';
import { type CorrectedFields, findSubjectEvent, updateConversion, updateWithoutIdentity } from './store.ts';

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
