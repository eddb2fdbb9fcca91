import { recordAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { findNextConversionDayIn } from '../../tracking/conversions/service.ts';
import { idOf } from '../../tracking/eventcolumns/schema.ts';
import { markSpanDirtyIn, returnDirtyIn } from '../../tracking/evidence/service.ts';
import { findHorizonIn } from '../../tracking/retention/service.ts';
import { LOOKBACK_DAYS } from '../paths/match.ts';
import { streamPaths } from '../paths/store.ts';
import { agreeingRow, type Rematched } from '../rematches/rematching.ts';
import { openRematches, WINDOW_DAYS } from '../rematches/service.ts';
import { readSlotsIn } from '../slots/service.ts';

const DAY_MS = 86_400_000;
const FIRST_DAY = '1970-01-01';
const REASON = 'rebuild';
const MARKS_AT_ONCE = 10_000;

/** What asking for a rebuild came to. */
export interface Rebuild {
  /** Conversions that were looked at. */
  conversions: number;
  /** Of these, those whose path has to be built by itself; the others' stored paths are what matching them all at once gives. */
  marked: number;
}

/** How far a request goes, and who hears of it. */
export interface RebuildOptions {
  signal?: AbortSignal | undefined;
  onConversions?: ((count: number) => void) | undefined;
}

interface Span {
  from: string;
  before: string;
}

/** The rows of the window whose stored path is not, or not known to be, what building it anew gives. */
async function findOpenIn(context: Context, tx: TenantTx, span: Span, rematched: Rematched): Promise<number[]> {
  const { conversions } = rematched.window;
  const isSettled = new Uint8Array(conversions.count);
  const slots = await readSlotsIn(context, tx);
  await streamPaths(tx, span, (path) => {
    const row = agreeingRow(rematched, path, slots);
    if (row !== undefined) isSettled[row] = 1;
  });
  const open: number[] = [];
  for (let row = 0; row < conversions.count; row += 1) if (isSettled[row] === 0) open.push(row);
  return open;
}

/** The first day whose conversions have all their touchpoints still: those before would lose what they were matched with. */
async function firstWholeDayIn(tx: TenantTx): Promise<string> {
  const horizon = await findHorizonIn(tx);
  return horizon === undefined ? FIRST_DAY : new Date(horizon.keptFrom.getTime() + LOOKBACK_DAYS * DAY_MS).toISOString().slice(0, 10);
}

/** Marks the conversions of a span that are to be built one by one: all of them where they were not matched at once. */
async function markOpen(context: Context, tenantId: string, span: Span, rematched: Rematched | undefined): Promise<Rebuild> {
  const write = <Result>(work: (tx: TenantTx) => Promise<Result>) => inTenant(context.db, tenantId, work, { patient: true });
  if (rematched === undefined) {
    const marked = await write((tx) => markSpanDirtyIn(tx, span, REASON));
    return { conversions: marked, marked };
  }
  const { conversions } = rematched.window;
  const open = await inTenant(context.db, tenantId, (tx) => findOpenIn(context, tx, span, rematched), { readOnly: true });
  for (let start = 0; start < open.length; start += MARKS_AT_ONCE) {
    const rows = open.slice(start, start + MARKS_AT_ONCE);
    const marks = rows.map((row) => ({ id: idOf(conversions, row), reason: REASON, priority: 1 }));
    await write((tx) => returnDirtyIn(tx, marks));
  }
  return { conversions: conversions.count, marked: open.length };
}

/**
 * Has every path of a tenant built anew. Conversions are matched many at once, over columns; those whose stored path is that to the byte
 * are done, and all others are marked for `drainTenant`, which builds each by itself and writes what differs as a new version. Those whose
 * touchpoints are kept in part alone stay as they are.
 */
export async function requestRebuild(
  context: Context,
  actor: 'system',
  tenantId: string,
  { signal, onConversions }: RebuildOptions = {},
): Promise<Rebuild> {
  const look = <Result>(work: (tx: TenantTx) => Promise<Result>) => inTenant(context.db, tenantId, work, { readOnly: true });
  const rematches = openRematches(context, actor, tenantId, signal);
  const rebuild: Rebuild = { conversions: 0, marked: 0 };
  const isStopped = () => signal?.aborted === true;
  for (let from = await look(firstWholeDayIn); ;) {
    const after = from;
    const day = await look((tx) => findNextConversionDayIn(tx, after));
    if (day === undefined || isStopped()) break;
    const rematched = await rematches.of(day);
    if (isStopped()) break;
    from = new Date(Date.parse(day) + WINDOW_DAYS * DAY_MS).toISOString().slice(0, 10);
    const span = { from: `${day}T00:00:00Z`, before: `${from}T00:00:00Z` };
    const { conversions, marked } = await markOpen(context, tenantId, span, rematched);
    rebuild.conversions += conversions;
    rebuild.marked += marked;
    onConversions?.(conversions);
  }
  const audit = { actor, action: 'attribution.rebuild', target: 'paths', after: { ...rebuild } };
  await inTenant(context.db, tenantId, (tx) => recordAuditIn(tx, audit));
  return rebuild;
}
