import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { recordPlatformAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { createRecent, type Recent } from '../../platform/recent.ts';
import { type AuthTx, inAuth, inTenant } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import type { ConnectionType } from '../intake/rules.ts';
import { countEntries, emptyContent, type ListContent, readList, type Refusal } from './formats.ts';
import {
  ageWarning,
  type AgentMemory,
  BUILT_IN_VERSION,
  type CompiledContent,
  compileContent,
  compileLists,
  createAgentMemory,
  heldAt,
  type Lists,
  type LoadedVersion,
} from './rules.ts';
import type { ListKind, ListOverview, ListVersion } from './schema.ts';
import { findChecks, findContent, findVersions, insertCheck, insertVersion, type VersionRow } from './store.ts';

const DAY_MS = 86_400_000;
const REFRESH_MS = 10_000;
const BUILT_IN_NOTE =
  'written for Earshot: a grammar of user agents, names of common programs, and the addresses of large clouds and relays';

/** A list as somebody hands it over. */
export interface GivenList {
  kind: ListKind;
  /** The address or the name of the file it comes from. */
  source: string;
  text: string;
  licence: string | null;
  /** From when on it holds; now when undefined. */
  effectiveFrom?: Date | undefined;
  /** What the addresses of a plain list of networks are. */
  connectionType: ConnectionType;
}

/** What became of a list that was handed over. */
export interface UpdatedList {
  id: number;
  kind: ListKind;
  entries: number;
  refused: Refusal[];
  /** False when the version that holds has the same entries, and so stays. */
  isNew: boolean;
}

/** The lists in memory, and what they were made of. */
interface Held {
  /** For every instant of the last days and for those to come. */
  lists: Lists;
  loadedAtMs: number;
  versions: Known[];
  /** Contents of the versions that held in the last days, or are to hold. */
  recent: ReadonlyMap<number, CompiledContent>;
  /** Contents of a few versions that were asked for of instants before. */
  older: Recent<Promise<CompiledContent>>;
  agents: AgentMemory;
  fingerprint: string;
}

type Known = Omit<LoadedVersion, 'compiled'>;

/** Addresses are looked up anew for the seven days that they are kept; a day more for events that come late. */
const RECENT_MS = 8 * DAY_MS;
/** So many versions of before these days stay in memory after they were asked for. */
const OLDER_KEPT = 6;

const heldByContext = new WeakMap<Context, Promise<Held>>();

function inForceAt(versions: readonly VersionRow[], atMs: number): VersionRow[] {
  const byKind = new Map<ListKind, VersionRow>();
  for (const version of versions) {
    if (version.effectiveFrom.getTime() > atMs) continue;
    const known = byKind.get(version.kind);
    if (known === undefined || version.effectiveFrom > known.effectiveFrom) byKind.set(version.kind, version);
  }
  return [...byKind.values()].sort((a, b) => (a.kind < b.kind ? -1 : 1));
}

function told(version: VersionRow, nowMs: number): ListVersion {
  const { id, kind, source, licence, entries, effectiveFrom, loadedAt, checkedAt } = version;
  const ageDays = Math.max(0, Math.floor((nowMs - checkedAt.getTime()) / DAY_MS));
  return {
    id,
    kind,
    source,
    licence,
    entries,
    effectiveFrom: effectiveFrom.toISOString(),
    loadedAt: loadedAt.toISOString(),
    checkedAt: checkedAt.toISOString(),
    ageDays,
    warning: entries === 0 ? null : ageWarning(kind, ageDays),
  };
}

async function storeIn(tx: AuthTx, now: Date, given: GivenList): Promise<UpdatedList> {
  const { content, refused } = readList(given.text, given);
  const text = JSON.stringify(content);
  const sha256 = createHash('sha256').update(text).digest('hex');
  const effectiveFrom = given.effectiveFrom ?? now;
  const held = inForceAt(await findVersions(tx), effectiveFrom.getTime()).find(({ kind }) => kind === given.kind);
  const result = { kind: given.kind, entries: countEntries(content), refused };
  const checkedBy = 'operator';
  if (held?.sha256 === sha256) {
    await insertCheck(tx, held.id, now, checkedBy);
    return { ...result, id: held.id, isNew: false };
  }
  const { kind, source, licence } = given;
  const row = { kind, source, licence, entries: result.entries, refused: refused.length, sha256, effectiveFrom, loadedAt: now };
  const id = await insertVersion(tx, { ...row, content: gzipSync(text) });
  await insertCheck(tx, id, now, checkedBy);
  const after = { id, source, entries: result.entries, effectiveFrom: effectiveFrom.toISOString() };
  await recordPlatformAuditIn(tx, { actor: 'operator', action: 'list.update', target: kind, after });
  return { ...result, id, isNew: true };
}

const MAX_FETCHED_BYTES = 256 * 1024 * 1024;
const FETCH_TIMEOUT_MS = 120_000;

/** The text of a list at a public address. @throws AppError `invalid_request` when it cannot be had. */
export async function fetchList(context: Context, _actor: 'system', url: string): Promise<string> {
  const asked = { url, timeoutMs: FETCH_TIMEOUT_MS, maxBytes: MAX_FETCHED_BYTES, maxRedirects: 5 };
  const answer = await context.outbound.send(asked).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('invalid_request', `The list could not be fetched: ${reason}`, { cause });
  });
  if (answer.status !== 200) throw new AppError('invalid_request', `The list could not be fetched: its host answered ${answer.status}.`);
  return answer.body.toString('utf8');
}

/**
 * Stores new versions of lists, all or none, and says what of each was taken. A list whose entries are those of the version that holds
 * already leaves it and notes that it was looked through. Other processes follow within 10 seconds.
 * @throws AppError `invalid_request` for a list that cannot be read.
 */
export async function updateLists(context: Context, _actor: 'system', given: readonly GivenList[]): Promise<UpdatedList[]> {
  const updated = await inAuth(context.db, async (tx) => {
    const now = new Date(context.clock());
    const results: UpdatedList[] = [];
    for (const list of given) results.push(await storeIn(tx, now, list));
    return results;
  });
  heldByContext.delete(context);
  return updated;
}

/** Which version a withdrawal goes back to: the one that held before, none, or one by its number. */
export type BackTo = 'before' | 'built-in' | number;

/** What became of a list that was withdrawn. */
export interface WithdrawnList {
  id: number;
  kind: ListKind;
  entries: number;
  effectiveFrom: string;
  /** The version that held, and the one whose entries hold in its place; null for what comes with Earshot. */
  withdrew: number;
  backTo: number | null;
  /** False when the version that holds has these entries already. */
  isNew: boolean;
}

function versionBackTo(ofKind: readonly VersionRow[], held: VersionRow, to: BackTo): VersionRow | undefined {
  if (to === 'built-in') return undefined;
  if (to === 'before') return inForceAt(ofKind, held.effectiveFrom.getTime() - 1)[0];
  const version = ofKind.find(({ id }) => id === to);
  if (version === undefined)
    throw new AppError('not_found', `There is no version ${to} of ${held.kind}. "earshot lists history ${held.kind}" shows them.`);
  return version;
}

/** Puts the entries of another version, or none, in the place of the one that holds; nobody looked through them anew by that. */
async function goBackIn(tx: AuthTx, now: Date, { held, back, from }: { held: VersionRow; back?: VersionRow; from: Date }): Promise<number> {
  const { kind } = held;
  const none = JSON.stringify(emptyContent(kind));
  const content = back === undefined ? gzipSync(none) : await findContent(tx, back.id);
  if (content === undefined) throw new Error(`version ${back?.id} of a list has no content`);
  const sha256 = back?.sha256 ?? createHash('sha256').update(none).digest('hex');
  const { source = 'withdrawn', licence = null, entries = 0, refused = 0 } = back ?? {};
  const id = await insertVersion(tx, { kind, source, licence, entries, refused, sha256, effectiveFrom: from, loadedAt: now, content });
  const checks = back === undefined ? [] : await findChecks(tx, back.id);
  for (const { checkedAt, checkedBy } of checks) await insertCheck(tx, id, checkedAt, checkedBy);
  const after = { id, withdrew: held.id, backTo: back?.id ?? null, entries, effectiveFrom: from.toISOString() };
  await recordPlatformAuditIn(tx, { actor: 'operator', action: 'list.withdraw', target: kind, after });
  return id;
}

/**
 * Takes back the version of a list that holds at an instant (now when undefined): a new version goes on from there, or, without an
 * instant, from where that one began, with the entries of the version before, of another one, or with none, so that what comes with Earshot
 * answers. No version is deleted, and counts are restated as after any other change.
 * @throws AppError `not_found` when no such list holds then, or there is no such version.
 */
export async function withdrawList(
  context: Context,
  _actor: 'system',
  { kind, effectiveFrom, to }: { kind: ListKind; effectiveFrom?: Date | undefined; to: BackTo },
): Promise<WithdrawnList> {
  const now = new Date(context.clock());
  const withdrawn = await inAuth(context.db, async (tx) => {
    const ofKind = (await findVersions(tx)).filter((one) => one.kind === kind);
    const at = effectiveFrom ?? now;
    const [held] = inForceAt(ofKind, at.getTime());
    if (held === undefined) throw new AppError('not_found', `No list of ${kind} holds at ${at.toISOString()}: there is none to withdraw.`);
    const back = versionBackTo(ofKind, held, to);
    const from = effectiveFrom ?? held.effectiveFrom;
    const result = { kind, entries: back?.entries ?? 0, effectiveFrom: from.toISOString(), withdrew: held.id, backTo: back?.id ?? null };
    const isNew = back === undefined ? held.entries > 0 : back.sha256 !== held.sha256;
    return { ...result, id: isNew ? await goBackIn(tx, now, { held, from, ...(back && { back }) }) : held.id, isNew };
  });
  heldByContext.delete(context);
  return withdrawn;
}

/**
 * Notes that somebody looked through the version of a list that holds now and found it right, which keeps a safe list valid for 90 days
 * more.
 * @throws AppError `not_found` when there is no such list.
 */
export async function checkList(context: Context, _actor: 'system', kind: ListKind, checkedBy: string): Promise<ListVersion> {
  const now = new Date(context.clock());
  const version = await inAuth(context.db, async (tx) => {
    const held = inForceAt(await findVersions(tx), now.getTime()).find((one) => one.kind === kind);
    if (held === undefined || held.entries === 0)
      throw new AppError('not_found', `There is no list of ${kind}. "earshot lists update" loads one.`);
    await insertCheck(tx, held.id, now, checkedBy);
    await recordPlatformAuditIn(tx, { actor: checkedBy, action: 'list.check', target: kind, after: { id: held.id } });
    return { ...held, checkedAt: now };
  });
  heldByContext.delete(context);
  return told(version, now.getTime());
}

function overviewOf(versions: readonly VersionRow[], nowMs: number): ListOverview {
  return {
    builtIn: { version: BUILT_IN_VERSION, note: BUILT_IN_NOTE },
    items: inForceAt(versions, nowMs)
      .filter(({ entries }) => entries > 0)
      .map((version) => told(version, nowMs)),
  };
}

/** The version of each list that holds now, with its age; none of a list that is withdrawn. @throws AppError `forbidden`. */
export async function getLists(context: Context, actor: Actor): Promise<ListOverview> {
  authorize(actor, 'lists.read');
  const versions = await inTenant(context.db, actor.tenantId, findVersions, { readOnly: true });
  return overviewOf(versions, context.clock());
}

/** The same for the operator, who belongs to no tenant. */
export async function showLists(context: Context, _actor: 'system'): Promise<ListOverview> {
  return overviewOf(await inAuth(context.db, findVersions), context.clock());
}

/** A version, whether it holds now, and when it was looked through. */
export interface ListHistory extends ListVersion {
  holds: boolean;
  refused: number;
  checks: { checkedAt: string; checkedBy: string }[];
}

/** Every version of every list, or of one, newest first, with the record of its checks. */
export async function listHistory(context: Context, _actor: 'system', kind?: ListKind): Promise<ListHistory[]> {
  const nowMs = context.clock();
  return inAuth(context.db, async (tx) => {
    const versions = await findVersions(tx);
    const holding = new Set(inForceAt(versions, nowMs).map(({ id }) => id));
    const asked = versions.filter((version) => kind === undefined || version.kind === kind);
    const history: ListHistory[] = [];
    for (const version of asked) {
      const checks = (await findChecks(tx, version.id)).map(({ checkedAt, checkedBy }) => ({
        checkedAt: checkedAt.toISOString(),
        checkedBy,
      }));
      history.push({ ...told(version, nowMs), holds: holding.has(version.id), refused: version.refused, checks });
    }
    return history;
  });
}

async function readContent(tx: AuthTx, id: number): Promise<CompiledContent> {
  const packed = await findContent(tx, id);
  if (packed === undefined) throw new Error(`version ${id} of a list has no content`);
  return compileContent(JSON.parse(gunzipSync(packed).toString('utf8')) as ListContent);
}

function recentOf(versions: readonly Known[], nowMs: number): Known[] {
  const fromMs = nowMs - RECENT_MS;
  const beginning = versions.filter(({ effectiveFromMs }) => effectiveFromMs > fromMs);
  return [...new Set([...heldAt(versions, [fromMs]), ...beginning])];
}

async function load(context: Context, previous: Held | undefined): Promise<Held> {
  return inAuth(context.db, async (tx) => {
    const loadedAtMs = context.clock();
    const versions = (await findVersions(tx)).map(({ id, kind, effectiveFrom, checkedAt }): Known => ({
      id,
      kind,
      effectiveFromMs: effectiveFrom.getTime(),
      checkedAtMs: checkedAt.getTime(),
    }));
    const wanted = recentOf(versions, loadedAtMs);
    const fingerprint = `${versions.map(({ id, checkedAtMs }) => `${id}:${checkedAtMs}`).join()} ${wanted.map(({ id }) => id).join()}`;
    if (previous?.fingerprint === fingerprint) return { ...previous, loadedAtMs };
    const recent = new Map<number, CompiledContent>();
    for (const { id } of wanted) recent.set(id, previous?.recent.get(id) ?? (await readContent(tx, id)));
    const agents = previous?.agents ?? createAgentMemory();
    const lists = compileLists(
      versions.map((version) => ({ ...version, compiled: recent.get(version.id) })),
      agents,
    );
    return { lists, loadedAtMs, versions, recent, older: previous?.older ?? createRecent(OLDER_KEPT), agents, fingerprint };
  });
}

/** A version of before; read once when several ask at the same time, and again after a failure. */
async function olderContent(context: Context, { older }: Held, id: number): Promise<CompiledContent> {
  const known = older.get(id.toString());
  const content = known ?? inAuth(context.db, (tx) => readContent(tx, id));
  older.set(id.toString(), content);
  try {
    return await content;
  } catch (error) {
    if (older.get(id.toString()) === content) older.forget(id.toString());
    throw error;
  }
}

/** The lists with the versions that held at these instants as well; they leave memory again unless others ask for them. */
async function withOlder(context: Context, held: Held, instantsMs: readonly number[]): Promise<Lists> {
  const missing = [...heldAt(held.versions, instantsMs)].filter(({ id }) => !held.recent.has(id));
  if (missing.length === 0) return held.lists;
  const contents = new Map(held.recent);
  for (const { id } of missing) contents.set(id, await olderContent(context, held, id));
  return compileLists(
    held.versions.map((version) => ({ ...version, compiled: contents.get(version.id) })),
    held.agents,
  );
}

/** Reads what changed since; while the database cannot be reached, what is in memory stays. */
function refresh(context: Context, known: Held | undefined): Promise<Held> {
  const fresh = load(context, known).catch((error: unknown) => {
    if (known === undefined) {
      if (heldByContext.get(context) === fresh) heldByContext.delete(context);
      throw error;
    }
    context.log.warn({ err: error }, 'the lists could not be read anew; those in memory stay');
    return { ...known, loadedAtMs: context.clock() };
  });
  heldByContext.set(context, fresh);
  return fresh;
}

async function loadHeld(context: Context): Promise<Held> {
  const held = heldByContext.get(context);
  const known = await held?.catch(() => undefined);
  if (known !== undefined && context.clock() - known.loadedAtMs < REFRESH_MS) return known;
  const current = heldByContext.get(context);
  return current === undefined || current === held ? refresh(context, known) : current;
}

/**
 * The lists in memory, for look-ups of the last eight days, of times to come and of the instants asked for, in milliseconds. What changed
 * in the database is seen after 10 seconds at the latest; while it cannot be reached, what is in memory stays.
 * @throws AppError `unavailable` when what is needed is not in memory and the database cannot be reached.
 */
export async function loadLists(context: Context, _actor: 'system', instantsMs: readonly number[] = []): Promise<Lists> {
  return withOlder(context, await loadHeld(context), instantsMs);
}
