import { recordAuditIn } from '../../platform/audit.ts';
import { newId } from '../../platform/chance.ts';
import type { Context } from '../../platform/context.ts';
import { csvCell } from '../../platform/csv.ts';
import { AppError, invalid } from '../../platform/errors.ts';
import type { Rejection } from '../../platform/item-batch.ts';
import { type Page, pageOf, type PageRequest, strayCursor } from '../../platform/paging.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { refusalForEvents, refusalForStorage } from '../../tenants/quotas/service.ts';
import { requireOpen } from '../../tenants/standing/service.ts';
import { acceptConversions, acceptTouchpoints } from '../intake/service.ts';
import { type Extent, type Line, readPart, type ReadPart } from './parts.ts';
import { AMOUNT, columnFault, type Import, type ImportPart, type ImportReject, MOST_REJECTS, type NewImport } from './schema.ts';
import * as store from './store.ts';

/** So many files of a tenant may be under way. */
const MOST_OPEN = 100;
/** So many finished imports of a tenant are kept, the newest. */
const MOST_FINISHED = 200;
/** So long a part keeps others out, unless it is stored before; should the process end, so long the sender waits. */
const CLAIM_MS = 60_000;
const DAY_MS = 86_400_000;
const KEPT_DAYS = 90;
const REJECTS_PER_PAGE = 500;

async function requireImportIn(tx: TenantTx, id: string): Promise<Import> {
  const found = await store.findImport(tx, id);
  if (!found) throw new AppError('not_found', 'There is no such import.');
  return found;
}

const textOf = ({ format, columns, defaults }: Pick<Import, 'format' | 'columns' | 'defaults'>) =>
  JSON.stringify([format, columns, Object.entries(defaults).toSorted(([a], [b]) => (a < b ? -1 : 1))]);

/** @throws AppError `conflict` where lines of the file were read otherwise before. */
function requireAlike(standing: Import, { format, columns, defaults }: NewImport): Import {
  if (textOf(standing) === textOf({ format, columns: columns ?? null, defaults })) return standing;
  const advice = 'Go on with the same columns and values, or delete that import and open another one';
  throw new AppError('conflict', `This file is half imported with other columns. ${advice}.`, { extensions: { importId: standing.id } });
}

/** @throws AppError `quota_exceeded`, or what a tenant that takes no events is told. */
async function requireRoom(context: Context, { tenantId }: Actor): Promise<void> {
  await requireOpen(context, 'system', tenantId);
  const beyond = await refusalForStorage(context, 'system', tenantId);
  if (beyond) throw beyond;
}

/**
 * Opens the import of a file whose parts are sent next. While an import of the same file is open, that one is answered, so that it goes on
 * where it stood; how its columns are read changes only as long as nothing of it was taken.
 * @throws AppError `forbidden`; `conflict` beyond 100 open ones, and for a file that is half imported with other columns; `quota_exceeded`
 * where nothing more is stored.
 */
export async function openImport(context: Context, actor: Actor, input: NewImport): Promise<Import> {
  authorize(actor, 'imports.write');
  await requireRoom(context, actor);
  const opening = { ...input, id: newId(), at: new Date(context.clock()), by: actor.name };
  return inTenant(context.db, actor.tenantId, async (tx) => {
    const standing = await store.remapOpen(tx, opening);
    if (standing) return requireAlike(standing, input);
    if ((await store.countOpen(tx)) >= MOST_OPEN)
      throw new AppError('conflict', `There are ${MOST_OPEN} unfinished imports. Finish some, or delete those that nobody goes on with.`);
    const inserted = (await store.insertImport(tx, opening)) ?? (await store.remapOpen(tx, opening));
    if (!inserted) throw new AppError('conflict', 'The same file was opened at the same time; try again.');
    if (inserted.id !== opening.id) return requireAlike(inserted, input);
    const { kind, bytes, format } = input;
    await recordAuditIn(tx, { actor: actor.name, action: 'import.open', target: inserted.id, after: { kind, bytes, format } });
    await store.deleteFinishedBeyond(tx, MOST_FINISHED);
    return inserted;
  });
}

function positionOf(after: string | undefined): store.Position | undefined {
  if (after === undefined) return undefined;
  const [createdAt, id, ...rest] = after.split(' ');
  const isOne = !Number.isNaN(Date.parse(createdAt)) && /^[0-9a-f-]{36}$/.test(id ?? '') && rest.length === 0;
  if (!isOne) throw strayCursor();
  return { createdAt, id };
}

/** The tenant's imports, the newest first. @throws AppError `forbidden`; `invalid_request` for a stray cursor. */
export async function listImports(
  context: Context,
  actor: Actor,
  { state }: { state?: Import['state'] | undefined },
  page: PageRequest,
): Promise<Page<Import>> {
  authorize(actor, 'imports.read');
  const after = positionOf(page.after);
  const list = (tx: TenantTx) => store.listImports(tx, state, after, page.limit + 1);
  const items = await inTenant(context.db, actor.tenantId, list, { readOnly: true });
  return pageOf(items, page.limit, ({ createdAt, id }) => `${createdAt} ${id}`);
}

/** @throws AppError `forbidden`, `not_found`. */
export async function getImport(context: Context, actor: Actor, id: string): Promise<Import> {
  authorize(actor, 'imports.read');
  return inTenant(context.db, actor.tenantId, (tx) => requireImportIn(tx, id), { readOnly: true });
}

/** Lines that were not taken, the first 10,000 of an import, by line. @throws AppError `forbidden`, `not_found`, `invalid_request`. */
export async function listImportRejects(context: Context, actor: Actor, id: string, page: PageRequest): Promise<Page<ImportReject>> {
  authorize(actor, 'imports.read');
  if (page.after !== undefined && !/^\d{1,15}$/.test(page.after)) throw strayCursor();
  const list = async (tx: TenantTx) => {
    await requireImportIn(tx, id);
    return store.listRejects(tx, id, Number(page.after ?? 0), page.limit + 1);
  };
  const rejects = await inTenant(context.db, actor.tenantId, list, { readOnly: true });
  return pageOf(rejects, page.limit, ({ line }) => String(line));
}

/** The same as CSV, a part at a time. @throws AppError `forbidden`, `not_found`. */
export async function* exportImportRejects(context: Context, actor: Actor, id: string): AsyncGenerator<string> {
  let text = 'line,field,code,reason\r\n';
  let after: string | undefined;
  do {
    const page = { limit: REJECTS_PER_PAGE, ...(after === undefined ? {} : { after }) };
    const { items, nextCursor } = await listImportRejects(context, actor, id, page);
    text += items.map(({ line, pointer, code, reason }) => `${line},${csvCell(pointer)},${code},${csvCell(reason)}\r\n`).join('');
    yield text;
    text = '';
    after = nextCursor === null ? undefined : String(items[items.length - 1].line);
  } while (after !== undefined);
}

/** Whether a pointer leads to a field that we named, so that nothing of the file is in it. */
function isOurs(pointer: string, kind: Import['kind']): boolean {
  const path = pointer.slice(1).replaceAll('/', '.');
  return path === '' || path === 'identity' || path === 'metadata' || path === AMOUNT || columnFault([path], kind)?.place !== 0;
}

/** What is kept of a rejection: names that stand in the line alone are left out. */
function toldReject(line: number, { code, detail, errors }: Rejection, kind: Import['kind']): ImportReject {
  const [{ pointer, detail: reason }] = errors && errors.length > 0 ? errors : [{ pointer: '', detail }];
  if (pointer.startsWith('/metadata')) return { line, code, pointer: '/metadata', reason: 'metadata cannot be kept as it is' };
  if (isOurs(pointer, kind)) return { line, code, pointer, reason };
  return { line, code, pointer: '', reason: 'a field is unknown; remove it, or send it in metadata' };
}

interface Stored extends Extent {
  accepted: number;
  duplicates: number;
  rejects: ImportReject[];
}

type Outcome = Pick<Stored, 'accepted' | 'duplicates' | 'rejects'>;

async function storeLines(context: Context, actor: Actor, kind: Import['kind'], lines: readonly Line[]): Promise<Outcome> {
  const readable = lines.filter(({ fault }) => fault === undefined);
  const rejects = lines.flatMap(({ number, fault }): ImportReject[] => (fault ? [{ line: number, code: 'invalid', ...fault }] : []));
  if (readable.length === 0) return { accepted: 0, duplicates: 0, rejects };
  const accept = kind === 'touchpoints' ? acceptTouchpoints : acceptConversions;
  const items = readable.map(({ item }) => item);
  const { accepted, duplicates, rejected } = await accept(context, actor, items, 'import');
  for (const rejection of rejected) rejects.push(toldReject(readable[rejection.index].number, rejection, kind));
  return { accepted, duplicates, rejects: rejects.toSorted((a, b) => a.line - b.line) };
}

/**
 * Stores the lines of a part, or those before the first one that the month's events have no room for.
 * @throws AppError `quota_exceeded` when that is the first one that could be an event.
 */
async function storePart(context: Context, actor: Actor, kind: Import['kind'], part: ReadPart): Promise<Stored> {
  const all = await storeLines(context, actor, kind, part.lines);
  const full = all.rejects.find(({ code }) => code === 'quota_exceeded');
  if (full === undefined) return { ...all, bytes: part.bytes, lineEnds: part.lineEnds };
  const place = part.lines.findIndex(({ number }) => number === full.line);
  const before = part.lines.slice(0, place);
  if (before.every(({ fault }) => fault !== undefined)) throw await refusalForEvents(context, 'system', actor.tenantId);
  // What lies behind it is sent again: what was stored of it counts as known then.
  const rejects = all.rejects.filter(({ line }) => line < full.line);
  const known = Math.max(0, before.length - rejects.length - all.accepted);
  return { accepted: before.length - rejects.length - known, duplicates: known, rejects, ...part.before(part.lines[place]) };
}

/** The import as it stands where a part is not to be stored, or the right to store it, known by when it ends. */
async function claimIn(context: Context, tx: TenantTx, id: string, offset: number): Promise<{ standing: Import; claimedUntil?: Date }> {
  const standing = await requireImportIn(tx, id);
  if (offset < standing.takenBytes) return { standing };
  if (offset > standing.takenBytes) {
    const { takenBytes } = standing;
    throw new AppError('conflict', `The next part begins at byte ${takenBytes}.`, { extensions: { takenBytes } });
  }
  if (standing.state === 'done') return { standing };
  const nowMs = context.clock();
  const claimedUntil = new Date(nowMs + CLAIM_MS);
  if (await store.claim(tx, standing, new Date(nowMs), claimedUntil)) return { standing, claimedUntil };
  throw new AppError('conflict', 'This part is being stored by somebody else; ask in a second how far it is.', { retryAfterSeconds: 1 });
}

async function countIn(
  context: Context,
  tx: TenantTx,
  actor: Actor,
  { standing, claimedUntil, stored }: { standing: Import; claimedUntil: Date; stored: Stored },
): Promise<Import> {
  const { rejects, ...counts } = stored;
  const taken = { ...counts, rejected: rejects.length, claimedUntil };
  const counted = await store.advance(tx, standing, taken, new Date(context.clock()));
  if (!counted) return requireImportIn(tx, standing.id);
  const kept = rejects.slice(0, Math.max(0, MOST_REJECTS - standing.rejected));
  if (kept.length > 0) await store.insertRejects(tx, standing.id, kept);
  if (counted.state === 'done') {
    const after = { accepted: counted.accepted, duplicates: counted.duplicates, rejected: counted.rejected };
    await recordAuditIn(tx, { actor: actor.name, action: 'import.finish', target: standing.id, after });
  }
  return counted;
}

/**
 * Stores the whole lines that a part of a file holds, 1,000 at most, by the intake that the batch routes use, and answers how far the
 * import is: the next part begins there. A part from before changes nothing. The part that reaches the end of the file finishes it. Should
 * the process end between storing and counting, the part is sent again and its events count as duplicates.
 * @throws AppError `forbidden`, `not_found`; `conflict` for a part behind a gap, or one that is being stored; `invalid_request` for a part
 * without a whole line, or a file that cannot be read further; `quota_exceeded` at a line that the month has no room for, where the import
 * stays until there is room; what else `acceptTouchpoints` throws, of which nothing is counted.
 */
export async function putImportPart(
  context: Context,
  actor: Actor,
  { id, offset }: { id: string; offset: number },
  { base64 }: ImportPart,
): Promise<Import> {
  authorize(actor, 'imports.write');
  const bytes = Buffer.from(base64, 'base64');
  const { standing, claimedUntil } = await inTenant(context.db, actor.tenantId, (tx) => claimIn(context, tx, id, offset));
  if (claimedUntil === undefined) return standing;
  try {
    if (offset + bytes.length > standing.bytes) throw invalid('/base64', `The part goes beyond the file's ${standing.bytes} bytes.`);
    const part = readPart(bytes, standing);
    const stored = await storePart(context, actor, standing.kind, part);
    return await inTenant(context.db, actor.tenantId, (tx) => countIn(context, tx, actor, { standing, claimedUntil, stored }));
  } catch (error) {
    await inTenant(context.db, actor.tenantId, (tx) => store.release(tx, standing, claimedUntil));
    throw error;
  }
}

/** Forgets an import and its rejects, finished or not; the events that it stored stay. @throws AppError `forbidden`, `not_found`. */
export async function deleteImport(context: Context, actor: Actor, id: string): Promise<void> {
  authorize(actor, 'imports.write');
  await inTenant(context.db, actor.tenantId, async (tx) => {
    if (!(await store.deleteImport(tx, id))) throw new AppError('not_found', 'There is no such import.');
    await recordAuditIn(tx, { actor: actor.name, action: 'import.delete', target: id });
  });
}

/** Deletes what is known of imports of which nothing was taken for 90 days. */
export async function deleteOldImportsIn(tx: TenantTx, nowMs: number): Promise<void> {
  await store.deleteOldImports(tx, new Date(nowMs - KEPT_DAYS * DAY_MS));
}
