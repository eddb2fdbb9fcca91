import { recordAuditIn } from '../../platform/audit.ts';
import {
  type AuditFilter,
  type ChainEnd,
  type ChainRow,
  findAuditHeadIn,
  listAuditChainIn,
  listAuditRowsIn,
  readPlatformChainIn,
} from '../../platform/audit-chain.ts';
import type { Context } from '../../platform/context.ts';
import { type Page, pageOf, type PageRequest, strayCursor } from '../../platform/paging.ts';
import { inAuth, inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { CHAIN_START, createChainCheck, CSV_HEAD, csvLine, type Finding, ndjsonLine } from './rules.ts';
import type { AuditEntry, AuditExportQuery } from './schema.ts';

/** How many rows are in memory at a time. */
const BATCH = 1_000;
const EVERYTHING: AuditFilter = {};

/** What reading a chain from its beginning found. */
export interface Verdict {
  rows: number;
  /** The last row that was read. */
  end: ChainEnd;
  findings: Finding[];
}

function toEntry({ before, after, previousHash: _previous, ...row }: ChainRow): AuditEntry {
  const stateOf = (text: string | null) => (text === null ? null : (JSON.parse(text) as AuditEntry['before']));
  return { ...row, before: stateOf(before), after: stateOf(after) };
}

/** The filter as the audit log records it. */
function saidOf({ actor, action, target, from, to }: AuditFilter): Record<string, unknown> {
  const instant = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms).toISOString());
  const said = { actor, action, target, from: instant(from), to: instant(to) };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
}

function placeOf({ after }: PageRequest): number | undefined {
  if (after === undefined) return undefined;
  if (!/^[1-9]\d{0,14}$/.test(after)) throw strayCursor();
  return Number(after);
}

/**
 * Rows of the tenant's audit log, the newest first. Reading it is itself recorded.
 * @throws AppError `forbidden`; `invalid_request` for a cursor that did not come from an answer.
 */
export async function listAuditLog(context: Context, actor: Actor, filter: AuditFilter, page: PageRequest): Promise<Page<AuditEntry>> {
  authorize(actor, 'audit_log.read');
  const before = placeOf(page);
  const rows = await inTenant(context.db, actor.tenantId, async (tx) => {
    const found = await listAuditRowsIn(tx, filter, before, page.limit + 1);
    await recordAuditIn(tx, { actor: actor.name, action: 'audit_log.read', target: 'audit_log', after: saidOf(filter) });
    return found;
  });
  return pageOf(rows.map(toEntry), page.limit, ({ seq }) => String(seq));
}

async function* linesOf(context: Context, tenantId: string, query: AuditExportQuery, through: number): AsyncGenerator<string> {
  const isCsv = query.format === 'csv';
  if (isCsv) yield CSV_HEAD;
  let after = 0;
  for (;;) {
    const range = { after, through };
    const rows = await inTenant(context.db, tenantId, (tx) => listAuditChainIn(tx, query, range, BATCH), { readOnly: true });
    if (rows.length > 0) yield rows.map((row) => (isCsv ? csvLine(row) : ndjsonLine(tenantId, row))).join('');
    const last = rows.at(-1);
    if (last === undefined || rows.length < BATCH) return;
    after = last.seq;
  }
}

/**
 * The tenant's audit log as lines of CSV or NDJSON, the oldest first, up to where it ended when the export began; never more than some
 * thousand rows are in memory. The export is itself recorded, before its first line.
 * @throws AppError `forbidden`.
 */
export async function exportAuditLog(context: Context, actor: Actor, query: AuditExportQuery): Promise<AsyncIterable<string>> {
  authorize(actor, 'audit_log.export');
  const head = await inTenant(context.db, actor.tenantId, async (tx) => {
    const found = await findAuditHeadIn(tx);
    const after = { format: query.format, ...saidOf(query) };
    await recordAuditIn(tx, { actor: actor.name, action: 'audit_log.export', target: 'audit_log', after });
    return found;
  });
  return linesOf(context, actor.tenantId, query, head?.seq ?? 0);
}

/** Rows and head as they were at one instant. */
interface Part {
  rows: ChainRow[];
  head: ChainEnd | undefined;
}

async function verify(chain: string, known: readonly ChainEnd[], read: (after: number) => Promise<Part>): Promise<Verdict> {
  const check = createChainCheck(chain, known);
  let rows = 0;
  let after = -1;
  for (;;) {
    const part = await read(after);
    for (const row of part.rows) check.take(row);
    rows += part.rows.length;
    const last = part.rows.at(-1);
    if (last === undefined) return { rows, ...check.finish(part.head ?? { seq: 0, hash: CHAIN_START }) };
    after = last.seq;
  }
}

/** Reads a tenant's audit log from its beginning and compares it with its own hashes, its head, and ends that were seen before. */
export async function verifyAuditLog(
  context: Context,
  _actor: 'system',
  tenantId: string,
  known: readonly ChainEnd[] = [],
): Promise<Verdict> {
  const through = Number.MAX_SAFE_INTEGER;
  const readIn = async (tx: TenantTx, after: number): Promise<Part> => {
    return { rows: await listAuditChainIn(tx, EVERYTHING, { after, through }, BATCH), head: await findAuditHeadIn(tx) };
  };
  return verify(tenantId, known, (after) => inTenant(context.db, tenantId, (tx) => readIn(tx, after), { readOnly: true }));
}

/** As `verifyAuditLog`, for the installation's own log. */
export async function verifyPlatformAuditLog(context: Context, _actor: 'system', known: readonly ChainEnd[] = []): Promise<Verdict> {
  return verify('platform', known, (after) => inAuth(context.db, (tx) => readPlatformChainIn(tx, after, BATCH)));
}
