import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Context } from '../../platform/context.ts';
import { createGate } from '../../platform/gate.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { CONVERSION_KINDS } from '../paths/codes.ts';
import { advanceLedger, findLedgerHead, type LedgerPlace, listLedger, lockPaths } from '../paths/store.ts';
import { creditPaths } from '../reports/credited.ts';
import { ANY_CURRENCY } from '../reports/evaluate.ts';
import { creditOptionsOf, sourcesAsked } from '../reports/rules.ts';
import { creditingOf, queryOf, rowsOfPaths, type RunRequest } from '../runs/rules.ts';
import type { RunCredit } from '../runs/schema.ts';
import { findSourcesIn, readSlotsIn } from '../slots/service.ts';

/** So many conversions at a time: enough to be quick, and few enough to keep little in memory. */
const PATHS_PER_PAGE = 2_000;
/** Of everybody who reads a ledger: a page takes the processor for a while. */
const pages = createGate({ perOwner: 1, inAll: 2 });
const FIRST_DAY = '1970-01-01T00:00:00Z';
const LAST_DAY = '3000-01-01T00:00:00Z';

/** What is credited, and as of when: an instant that `ledgerInstantIn` gave. */
export interface LedgerReading {
  tenantId: string;
  request: Pick<RunRequest, 'model' | 'options'>;
  asOf: string;
}

/** An instant of milliseconds as ledgers tell theirs, so that the two compare as text. */
function toMicroseconds(instant: string): string {
  return instant.replace(/\.(\d{3})Z$/, '.$1000Z');
}

/**
 * The instant at which a ledger can be read so that it will always read the same: the one asked for, or that of the last change, after
 * which all that is still to be written comes. Waits for a round that is under way.
 */
export async function ledgerInstantIn(tx: TenantTx, asked: string | null): Promise<string> {
  await lockPaths(tx);
  const last = (await findLedgerHead(tx)) ?? (await advanceLedger(tx));
  const instant = asked === null ? last : toMicroseconds(asked);
  return instant > last ? last : instant;
}

/**
 * The same for reading at once: what a round under way writes comes after it. Before anything was ever written, the instant asked for.
 */
export async function settledInstantIn(tx: TenantTx, askedMs: number): Promise<string> {
  const last = await findLedgerHead(tx);
  const instant = toMicroseconds(new Date(askedMs).toISOString());
  return last === undefined || instant < last ? instant : last;
}

async function pageIn(context: Context, tx: TenantTx, { request, asOf }: LedgerReading, after: LedgerPlace | undefined) {
  const { options, model } = request;
  const query = queryOf(request);
  const slots = await readSlotsIn(context, tx);
  const credit = creditOptionsOf(query, await findSourcesIn(tx, sourcesAsked(query)), {
    conversionKinds: options.conversionKind?.map((kind) => CONVERSION_KINDS.indexOf(kind)),
    currency: ANY_CURRENCY,
    creditDate: 'conversion',
  });
  const [from, before] = [options.from ?? FIRST_DAY, options.to ?? LAST_DAY];
  const { paths, end } = await listLedger(tx, { at: asOf, from, before, after, limit: PATHS_PER_PAGE });
  return { rows: rowsOfPaths(paths, creditPaths(paths, creditingOf(model), credit, slots)), end };
}

/**
 * A tenant's conversions as they were at an instant with their credit, in the order of the ledger, page by page: of each conversion the
 * rows that a run's export has. Each page is a transaction of its own, so that a slow reader holds nothing up.
 */
export async function* readLedger(context: Context, _actor: 'system', reading: LedgerReading): AsyncGenerator<RunCredit[][]> {
  let after: LedgerPlace | undefined;
  for (;;) {
    const read = (tx: TenantTx) => pageIn(context, tx, reading, after);
    const { rows, end } = await pages.run(reading.tenantId, () => inTenant(context.db, reading.tenantId, read, { readOnly: true }));
    yield rows;
    if (end === undefined) return;
    after = end;
    await nextTurn();
  }
}
