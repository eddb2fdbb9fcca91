import type { TenantTx } from '../../platform/tenant-door.ts';
import type { ConversionEvidence } from '../evidence/rules.ts';
import { deleteConversionsWhole } from '../retention/store.ts';
import { eraseShareEventsIn } from '../shares/service.ts';
import { markReachedIn, REMEMBERED, TOUCHED } from '../subjects/service.ts';
import { deleteEventKeys } from '../subjects/store.ts';
import {
  deleteSampleTouchpoints,
  findFirstSampleDay,
  findSampleConversionIds,
  findSamplePlaces,
  hasSampleKeys,
  listCarriedKeys,
  type Span,
} from './store.ts';

const DAY_MS = 86_400_000;
/** No world of sample data is longer. */
const LONGEST_DAYS = 60;

/** Events that are sample data and go next. */
export interface SamplePart {
  span: Span;
  /** Where touchpoints lie. */
  places: string[];
  conversionIds: string[];
}

/** Whether any event is sample data. */
export async function hasSampleEventsIn(tx: TenantTx): Promise<boolean> {
  return hasSampleKeys(tx);
}

/** The day of the first event that is sample data. It looks through all events: for where nobody knows that day. */
export async function findFirstSampleDayIn(tx: TenantTx): Promise<string | null> {
  return findFirstSampleDay(tx);
}

/** Up to `limit` touchpoints and as many conversions of the world that starts on a day; undefined when none is left. Locks nothing. */
export async function findSamplePartIn(tx: TenantTx, startsOn: string, limit: number): Promise<SamplePart | undefined> {
  if (!(await hasSampleKeys(tx))) return undefined;
  const startMs = Date.parse(startsOn);
  const span = { from: new Date(startMs).toISOString(), to: new Date(startMs + LONGEST_DAYS * DAY_MS).toISOString() };
  const places = await findSamplePlaces(tx, span, limit);
  const conversionIds = await findSampleConversionIds(tx, span, limit);
  return places.length + conversionIds.length === 0 ? undefined : { span, places, conversionIds };
}

/**
 * Deletes the touchpoints of a part, with their keys; conversions they may have belonged to within `lookbackDays` are marked. Their ids are
 * free again.
 */
export async function deleteSampleTouchpointsIn(tx: TenantTx, { span, places }: SamplePart, lookbackDays: number): Promise<void> {
  const deleted = await deleteSampleTouchpoints(tx, span, places);
  if (deleted.length === 0) return;
  await markReachedIn(tx, deleted, { fields: TOUCHED, spanMs: lookbackDays * DAY_MS, reason: 'erased' });
  const ids = deleted.map(({ id }) => id);
  await deleteEventKeys(tx, 'touchpoint', ids);
  await eraseShareEventsIn(tx, 'touchpoint', ids);
}

/** Deletes conversions with their keys and refunds, and marks those that tell what these came before. Their ids are free again. */
export async function deleteSampleConversionsIn(tx: TenantTx, conversions: readonly ConversionEvidence[]): Promise<void> {
  const ids = conversions.map(({ id }) => id);
  const dated = conversions.map((one) => ({ ...one, occurredAt: new Date(one.occurredAtMs).toISOString() }));
  await markReachedIn(tx, dated, { fields: REMEMBERED, spanMs: Infinity, reason: 'erased' });
  await deleteConversionsWhole(tx, ids);
  await deleteEventKeys(tx, 'conversion', ids);
  await eraseShareEventsIn(tx, 'conversion', ids);
}

/** Keys of shows, episodes and campaigns that sample data made on a day or later, and that events which are left carry. */
export async function listCarriedSampleKeysIn(tx: TenantTx, madeOn: string): Promise<string[]> {
  return listCarriedKeys(tx, madeOn);
}
