import { recordAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { forEachTenant } from '../../platform/each-tenant.ts';
import { AppError } from '../../platform/errors.ts';
import { OutboundError } from '../../platform/outbound-error.ts';
import { type Rounds, startRounds } from '../../platform/rounds.ts';
import { inDirectory, inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize, systemActor } from '../../tenants/authorize.ts';
import { listRestingTenantsIn } from '../../tenants/lifecycle/service.ts';
import { putHostFiguresIn } from '../../tracking/hostfigures/service.ts';
import { acceptEpisodeRequests } from '../../tracking/requests/service.ts';
import {
  listSources,
  listTenantsWithSourcesIn,
  noteFailedIn,
  noteReceivedIn,
  type OpenSource,
  openSource,
} from '../../tracking/sources/service.ts';
import { episodeKeysIn, mapHostEpisodes, noteHostEpisodesIn } from '../hostepisodes/service.ts';
import { parseBody } from '../hooks/reading.ts';
import {
  API_URLS,
  beginning,
  coveredAfter,
  type Cursor,
  type Host,
  HOSTS,
  PACES,
  type Page,
  pauseAfter,
  readPage,
  requestOf,
  requestOfRow,
  REST_MS,
  retryAfterMs,
} from './rules.ts';
import { type Change, claimPull, insertPulls, listPulls, type StoredPull, updateDue, updatePull } from './store.ts';

const LOOK_EVERY_MS = 5_000;
const TIMEOUT_MS = 30_000;
const LEASE_MS = 120_000;
const MOST_BYTES = 16 * 1024 * 1024;
const FIGURES_AT_ONCE = 1_000;
const LONGEST_FAULT = 500;
const MOST_SOURCES = 200;

/** A host that is asked, and how far. */
interface Asked {
  tenantId: string;
  source: OpenSource;
  host: Host;
  pull: StoredPull;
}

const isHost = (kind: string): kind is Host => (HOSTS as readonly string[]).includes(kind);
const instant = (ms: number) => new Date(ms).toISOString();

/** The tenant's hosts, each with a pull; new ones are due at once. */
async function ensurePulls(context: Context, tenantId: string): Promise<string[]> {
  const { items } = await listSources(context, systemActor(tenantId), { limit: MOST_SOURCES });
  const keys = items.filter(({ kind, isEnabled }) => isEnabled && isHost(kind)).map(({ key }) => key);
  if (keys.length > 0) await inTenant(context.db, tenantId, (tx) => insertPulls(tx, keys, instant(context.clock())));
  return keys;
}

/** Records what is asked for, with the first figures that come of it: one row of the audit log for all answers of a pull. */
async function recordPullIn(tx: TenantTx, actor: Actor, { kind, options }: OpenSource, cursor: Cursor): Promise<void> {
  const [from] = [cursor.from, ...Object.values(cursor.starts ?? {})].toSorted();
  const shows = cursor.shows.flatMap((id) => options.shows[id] ?? []);
  const after = { sources: [kind], origin: 'pull', shows, from, to: cursor.to };
  await recordAuditIn(tx, { actor: actor.name, action: 'host_figures.put', target: 'host_figures', after });
}

/** Puts what an answer says where it belongs; resolves with how much that was. */
async function keep(context: Context, { tenantId, source, host }: Asked, cursor: Cursor, page: Page): Promise<number> {
  const actor: Actor = { ...systemActor(tenantId), name: `source:${source.key}` };
  const show = source.options.shows[cursor.shows[cursor.place] ?? ''];
  // A show that is no longer named while it is asked for is not wanted any more.
  if (show === undefined) return 0;
  const named = (page.episodes ?? []).map((episode) => ({ ...episode, host, show }));
  if (named.length > 0) {
    await inTenant(context.db, tenantId, (tx) => noteHostEpisodesIn(tx, named));
    await mapHostEpisodes(context, 'system', tenantId);
  }
  for (let from = 0; from < page.figures.length; from += FIGURES_AT_ONCE) {
    const part = page.figures.slice(from, from + FIGURES_AT_ONCE);
    const ids = [...new Set(part.flatMap(({ episode }) => episode ?? []))];
    await inTenant(context.db, tenantId, async (tx) => {
      const keyOf = await episodeKeysIn(tx, host, ids);
      const placed = part.map((figure) => ({ ...figure, show, episode: figure.episode === null ? null : keyOf(figure.episode) }));
      await putHostFiguresIn(
        tx,
        actor,
        placed.map((figure) => ({ ...figure, source: host })),
        'pull',
      );
      if (cursor.isRecorded !== true && from === 0) await recordPullIn(tx, actor, source, cursor);
    });
  }
  const requests = page.rows.flatMap((row) => requestOfRow(row, show) ?? []);
  for (let from = 0; from < requests.length; from += FIGURES_AT_ONCE) {
    const origin = { source: 'export', evidence: 'prefix_request' } as const;
    await acceptEpisodeRequests(context, actor, requests.slice(from, from + FIGURES_AT_ONCE), origin);
  }
  return page.figures.length + requests.length;
}

/** How a request ended: with a page, or with the reason why there is none, how long to wait, and for how long the host asked for that. */
type Asking = { page: Page } | { fault: string; waitMs: number | undefined; restMs?: number | undefined; isBusy?: true };

async function ask(context: Context, { source, host }: Asked, cursor: Cursor): Promise<Asking> {
  const [secret] = source.secrets;
  if (secret === undefined) return { fault: 'the source has no API key yet', waitMs: undefined };
  const { path, headers } = requestOf(host, cursor, secret.toString());
  const base = (source.options.apiUrl ?? API_URLS[host]).replace(/\/+$/, '');
  try {
    const answer = await context.outbound.send({ url: base + path, headers, timeoutMs: TIMEOUT_MS, maxBytes: MOST_BYTES });
    const waitMs = retryAfterMs(answer.headers['retry-after'], context.clock());
    if (answer.status === 429) {
      const restMs = waitMs ?? PACES[host].windowMs;
      return { fault: 'the host asked to be asked less often', waitMs: restMs, restMs, isBusy: true };
    }
    if (answer.status !== 200) return { fault: `the host answered ${answer.status}`, waitMs, restMs: waitMs };
    const page = readPage(host, parseBody(answer.body), cursor);
    return page === undefined ? { fault: 'the answer of the host is not what was asked for', waitMs, restMs: waitMs } : { page };
  } catch (error) {
    if (!(error instanceof OutboundError)) throw error;
    return { fault: error.message, waitMs: undefined };
  }
}

/** One request, and what it brings put where it belongs; what is in the way of that (a quota, a suspension) is a failure, too. */
async function askAndKeep(context: Context, asked: Asked, cursor: Cursor): Promise<Asking & { stored: number }> {
  const asking = await ask(context, asked, cursor);
  if (!('page' in asking)) return { ...asking, stored: 0 };
  try {
    const { page } = asking;
    const stored = await keep(context, asked, cursor, page);
    const isRecorded = cursor.isRecorded === true || (stored > 0 && page.figures.length > 0);
    return { page: { ...page, next: page.next && { ...page.next, isRecorded } }, stored };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const waitMs = error.retryAfterSeconds === undefined ? undefined : error.retryAfterSeconds * 1_000;
    return { fault: error.message.slice(0, LONGEST_FAULT), waitMs, stored: 0 };
  }
}

/** How many requests were made in the present window, and when it began. */
function windowAt({ windowStartedAt, windowRequests }: StoredPull, host: Host, nowMs: number): { startedMs: number; requests: number } {
  const startedMs = windowStartedAt === null ? nowMs : Date.parse(windowStartedAt);
  return nowMs - startedMs >= PACES[host].windowMs ? { startedMs: nowMs, requests: 0 } : { startedMs, requests: windowRequests };
}

/** What is written down after a request; the pull goes on at once unless it waits. */
function changeAfter({ pull, host }: Asked, cursor: Cursor, asking: Asking, nowMs: number): Change {
  const { startedMs, requests } = windowAt(pull, host, nowMs);
  const made = { windowStartedAt: instant(startedMs), windowRequests: requests + 1, requests: 1, stored: 0 };
  if ('fault' in asking) {
    const failures = pull.failures + 1;
    const waitMs = asking.isBusy ? (asking.waitMs ?? 0) : pauseAfter(failures, asking.waitMs);
    const { covered, finishedAt } = pull;
    const restsUntil = asking.restMs === undefined ? null : instant(nowMs + asking.restMs);
    return { ...made, cursor, covered, dueAt: instant(nowMs + waitMs), failures, finishedAt, fault: asking.fault, restsUntil };
  }
  const { next } = asking.page;
  const isFull = made.windowRequests >= PACES[host].requests;
  const dueMs = next === undefined ? nowMs + REST_MS : isFull ? startedMs + PACES[host].windowMs : nowMs;
  const finishedAt = next === undefined ? instant(nowMs) : pull.finishedAt;
  const covered = coveredAfter(pull.covered, cursor, next);
  return { ...made, cursor: next ?? null, covered, dueAt: instant(dueMs), failures: 0, finishedAt, fault: null, restsUntil: null };
}

/** Makes one request and keeps what it brings; how far the pull is then is written down behind it, so that a crash asks once more. */
async function advance(context: Context, asked: Asked, cursor: Cursor): Promise<StoredPull> {
  const { stored, ...asking } = await askAndKeep(context, asked, cursor);
  const nowMs = context.clock();
  const change = { ...changeAfter(asked, cursor, asking, nowMs), stored };
  const isGoingOn = change.cursor !== null && change.fault === null && Date.parse(change.dueAt) <= nowMs;
  await inTenant(context.db, asked.tenantId, async (tx) => {
    await updatePull(tx, asked.source.key, change, isGoingOn ? instant(nowMs + LEASE_MS) : null);
    if (change.fault === null) await noteReceivedIn(tx, asked.source.key);
    else await noteFailedIn(tx, asked.source.key, change.fault);
  });
  return { ...asked.pull, ...change };
}

/**
 * Asks one host for what is due, request after request, until it is through or has to wait: for the host's pace, or because it failed. It
 * never sleeps; how far it is stands in a row, and the next call goes on there. Nobody asks the same host at the same time.
 */
export async function runPull(context: Context, _actor: 'system', tenantId: string, key: string): Promise<StoredPull | undefined> {
  const source = await openSource(context, 'system', tenantId, key);
  if (!source?.isEnabled || !isHost(source.kind)) return undefined;
  const nowMs = context.clock();
  const lease = { now: instant(nowMs), until: instant(nowMs + LEASE_MS) };
  let pull = await inTenant(context.db, tenantId, (tx) => claimPull(tx, key, lease));
  if (!pull) return undefined;
  const shows = Object.keys(source.options.shows).toSorted();
  const first = pull.cursor ?? beginning(source.kind, shows, { nowMs, sinceDays: source.options.sinceDays, covered: pull.covered });
  if (!first) {
    const fault = 'no show is named to be asked for; name them in the option "shows"';
    const change = { ...pull, cursor: null, dueAt: instant(nowMs + REST_MS), fault, requests: 0, stored: 0 };
    await inTenant(context.db, tenantId, (tx) => updatePull(tx, key, change, null));
    return change;
  }
  pull = { ...pull, cursor: first };
  do pull = await advance(context, { tenantId, source, host: source.kind, pull }, pull.cursor ?? first);
  while (pull.cursor !== null && pull.fault === null && Date.parse(pull.dueAt) <= context.clock());
  return pull;
}

/**
 * Asks every host of a tenant that is due. One that fails holds up none of the others. Episodes of hosts that are none of ours yet are
 * looked for again, as a feed may have brought them.
 */
export async function runPulls(context: Context, actor: 'system', tenantId: string, signal?: AbortSignal): Promise<void> {
  for (const key of await ensurePulls(context, tenantId)) {
    if (signal?.aborted === true) return;
    await runPull(context, actor, tenantId, key);
  }
  await mapHostEpisodes(context, actor, tenantId);
}

/** Looks every five seconds which hosts are due, and asks them, until `close`. */
export function startPulls(context: Context, actor: 'system', everyMs: number = LOOK_EVERY_MS): Rounds {
  const { log } = context;
  const look = async (signal: AbortSignal) => {
    const tenants = await inDirectory(context.db, async (tx) => {
      const resting = await listRestingTenantsIn(tx);
      return (await listTenantsWithSourcesIn(tx, HOSTS)).filter((tenantId) => !resting.has(tenantId));
    });
    const work = (tenantId: string) => runPulls(context, actor, tenantId, signal);
    await forEachTenant(tenants, work, {
      task: 'pulls',
      failure: 'hosts of a tenant could not be asked; they are asked again shortly',
      log,
      signal,
    });
  };
  return startRounds(look, { everyMs, failure: 'hosts could not be asked; they are asked again shortly', log });
}

/** How far each host of the actor's tenant has been asked. @throws AppError `forbidden`. */
export async function listPullStates(context: Context, actor: Actor): Promise<StoredPull[]> {
  authorize(actor, 'sources.read');
  return inTenant(context.db, actor.tenantId, listPulls);
}

/**
 * Has a host asked now, whenever it would be due, unless it asked to be left alone itself (429, Retry-After).
 * @throws AppError `forbidden`; `not_found` when there is no such host that is on; `conflict` while it is to be left alone, with the time.
 */
export async function requestPull(context: Context, actor: Actor, key: string): Promise<void> {
  authorize(actor, 'sources.write');
  if (!(await ensurePulls(context, actor.tenantId)).includes(key)) throw new AppError('not_found', 'There is no such host that is asked.');
  await inTenant(context.db, actor.tenantId, async (tx) => {
    const restsUntil = await updateDue(tx, key, instant(context.clock()));
    if (restsUntil !== undefined) {
      const retryAfterSeconds = Math.ceil((Date.parse(restsUntil) - context.clock()) / 1_000);
      throw new AppError('conflict', `This host asked to be left alone until ${restsUntil}; it is asked after that.`, {
        retryAfterSeconds,
      });
    }
    await recordAuditIn(tx, { actor: actor.name, action: 'pull.request', target: key });
  });
}
