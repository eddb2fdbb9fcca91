import type { TenantTx } from '../../platform/tenant-door.ts';
import {
  addConversion,
  addTouchpoint,
  CONVERSION_FIELDS,
  createConversionRows,
  createNames,
  createTouchpointRows,
  tellHosts,
  TOUCHPOINT_FIELDS,
} from './columns.ts';
import { createHistories, HISTORY_FIELDS } from './histories.ts';
import type { EventRows, EventWindow, Histories } from './schema.ts';
import { findSnapshotTime, hasTouchpointsSince, streamConversions, streamHistory, streamTouchpoints } from './store.ts';

/** How much may be held: so many rows of a kind, and so many bytes of their texts, which senders make as long as they like. */
export interface MostHeld {
  most: number;
  mostBytes: number;
}

/** How many bytes of text these rows hold. */
function textSizeOf({ touchpoints, conversions }: EventWindow): number {
  const idsOf = ({ count, idEnds }: EventRows) => (count === 0 ? 0 : idEnds[count - 1]);
  return idsOf(touchpoints) + touchpoints.places.size() + idsOf(conversions) + conversions.byId.size() + conversions.texts.size();
}

/**
 * A tenant's conversions of a span, and the touchpoints from `lookbackMs` before it on, as the transaction sees them; undefined when there
 * are more than `most` of either, or their texts are longer than `mostBytes`.
 */
export async function readWindowIn(
  tx: TenantTx,
  span: { fromMs: number; beforeMs: number },
  { lookbackMs, most, mostBytes }: MostHeld & { lookbackMs: number },
): Promise<EventWindow | undefined> {
  const readAt = await findSnapshotTime(tx);
  const window = { touchpoints: createTouchpointRows(), conversions: createConversionRows(), names: createNames(), readAt };
  const { touchpoints, conversions, names } = window;
  const isHeld = () => touchpoints.count <= most && conversions.count <= most && textSizeOf(window) <= mostBytes;
  await streamConversions(tx, { ...span, limit: most + 1 }, CONVERSION_FIELDS, (row) => {
    if (isHeld()) addConversion(conversions, names, row);
  });
  if (!isHeld()) return undefined;
  tellHosts(conversions);
  const earlier = { fromMs: span.fromMs - lookbackMs, beforeMs: span.beforeMs, limit: most + 1 };
  await streamTouchpoints(tx, earlier, TOUCHPOINT_FIELDS, (row) => {
    if (isHeld()) addTouchpoint(touchpoints, names, row);
  });
  return isHeld() ? window : undefined;
}

/** What of people's earliest purchases and visits the transaction sees; undefined when more tells of them than may be held. */
export async function readHistoriesIn(tx: TenantTx, { most, mostBytes }: MostHeld): Promise<Histories | undefined> {
  const histories = createHistories();
  const isHeld = () => histories.count <= most && histories.size() <= mostBytes;
  await streamHistory(tx, most + 1, HISTORY_FIELDS, (row) => {
    if (isHeld()) histories.add(row);
  });
  return isHeld() ? histories : undefined;
}

/** Whether touchpoints of a span came since a window was read, which it then does not hold. */
export async function hasLaterTouchpointsIn(
  tx: TenantTx,
  span: { fromMs: number; beforeMs: number },
  { readAt }: EventWindow,
): Promise<boolean> {
  return hasTouchpointsSince(tx, span, readAt);
}
