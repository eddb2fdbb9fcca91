import { recordAuditIn } from '../../platform/audit.ts';
import { newId, randomBase62 } from '../../platform/chance.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { createGate } from '../../platform/gate.ts';
import { type Page, pageOf, type PageRequest, strayCursor } from '../../platform/paging.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { onceIn } from '../../security/idempotency/service.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import type { Brand, BrandLook } from '../../tenants/brands/schema.ts';
import { findLogoIn, findLookIn } from '../../tenants/brands/service.ts';
import { hashToken, pageAddress, TOKEN_LENGTH } from '../public-pages/rules.ts';
import { isOpenTenant } from '../public-pages/service.ts';
import { keptChoice, type ToldReport } from '../shared-reports/rules.ts';
import { ReportChoice } from '../shared-reports/schema.ts';
import { getToldReport } from '../shared-reports/service.ts';
import { linkAt, MOST_LIVE } from './rules.ts';
import { CreatedReportLink, type NewReportLink, type ReportLink } from './schema.ts';
import { createShownMemory, type Shown, type ShownMemory } from './shown.ts';
import * as store from './store.ts';

const DAY_MS = 86_400_000;
const LINK_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Reports that strangers have computed, in each process. One at a time takes a place among the reports that read paths, of which there are
 * two for each tenant and four in all: members always have the others.
 */
const strangers = createGate({ perOwner: 1, inAll: 1, mostWaiting: 20 });
/** What pages show in this minute, in each process: by its context, as tests run several in one. */
const memories = new WeakMap<Context, ShownMemory>();

async function createIn(context: Context, tx: TenantTx, actor: Actor, input: NewReportLink): Promise<CreatedReportLink> {
  const nowMs = context.clock();
  const createdAt = new Date(nowMs).toISOString();
  const live = await store.countLiveLinks(tx, createdAt);
  if (live >= MOST_LIVE) throw new AppError('conflict', `${MOST_LIVE} links answer already. Revoke some that nobody needs.`);
  const [id, token] = [newId(), randomBase62(TOKEN_LENGTH)];
  const expiresAt = new Date(nowMs + input.expiresInDays * DAY_MS).toISOString();
  const report = keptChoice(input.report);
  const link = await store.insertLink(tx, {
    id,
    tokenHash: hashToken(token) ?? Buffer.alloc(0),
    title: input.title ?? null,
    note: input.note ?? null,
    showsSpend: input.showsSpend,
    report,
    createdAt,
    createdBy: actor.name,
    expiresAt,
  });
  const after = { title: link.title, showsSpend: link.showsSpend, report, expiresAt };
  await recordAuditIn(tx, { actor: actor.name, action: 'report_link.create', target: id, after });
  return { ...linkAt(link, nowMs), address: pageAddress(context.publicUrl, 'r', token) };
}

/**
 * Makes a page that shows a report, as it is whenever the page is opened, to whoever has its address, until it expires or is revoked. The
 * address is answered once: only its hash is kept. With an idempotency key the same call again within a day makes nothing and answers
 * the same.
 * @throws AppError `forbidden`; `invalid_request` for models or options that cannot be; `conflict` beyond 500 links that answer; what
 * `onceIn` throws.
 */
export async function createReportLink(
  context: Context,
  actor: Actor,
  input: NewReportLink,
  idempotencyKey?: string,
): Promise<CreatedReportLink> {
  authorize(actor, 'report_links.write');
  // What cannot be computed now would be an empty page later.
  await getToldReport(context, 'system', actor.tenantId, input.report);
  return inTenant(context.db, actor.tenantId, (tx) => {
    const create = () => createIn(context, tx, actor, input);
    if (idempotencyKey === undefined) return create();
    const route = 'POST /attribution/report-links';
    return onceIn(context, tx, { principal: actor.name, route, key: idempotencyKey, body: input, answer: CreatedReportLink }, create);
  });
}

/**
 * The tenant's links, those that are over too, the newest first.
 * @throws AppError `forbidden`; `invalid_request` for a cursor that did not come from an answer.
 */
export async function listReportLinks(context: Context, actor: Actor, { after, limit }: PageRequest): Promise<Page<ReportLink>> {
  authorize(actor, 'report_links.read');
  if (after !== undefined && !LINK_ID.test(after)) throw strayCursor();
  const read = (tx: TenantTx) => store.listLinks(tx, after, limit + 1);
  const rows = await inTenant(context.db, actor.tenantId, read, { readOnly: true });
  const nowMs = context.clock();
  return pageOf(
    rows.map((row) => linkAt(row, nowMs)),
    limit,
    ({ id }) => id,
  );
}

/** Ends a link: from the next request on its page is gone. Once more changes nothing. @throws AppError `forbidden`; `not_found`. */
export async function revokeReportLink(context: Context, actor: Actor, id: string): Promise<void> {
  authorize(actor, 'report_links.write');
  await inTenant(context.db, actor.tenantId, async (tx) => {
    if (!(await store.findLink(tx, id))) throw new AppError('not_found', 'There is no such link.');
    const revoked = await store.revokeLink(tx, id, { at: new Date(context.clock()).toISOString(), by: actor.name });
    if (revoked) await recordAuditIn(tx, { actor: actor.name, action: 'report_link.revoke', target: id });
  });
}

/**
 * What an address shows: a report, or nothing. `unreadable` is one that can no longer be computed, as a model of it was archived; `busy` is
 * one for which too many strangers wait.
 */
export type ReportPage =
  | { state: 'absent' | 'unreadable' | 'busy' }
  | { state: 'live'; link: ReportLink; told: ToldReport; brand: BrandLook; file: Shown['file'] };

function memoryOf(context: Context): ShownMemory {
  const known = memories.get(context) ?? createShownMemory();
  memories.set(context, known);
  return known;
}

/** The figures of a link: those shown in this minute, else new ones. Who asks at the same time gets the same. */
function figuresOf(context: Context, tenantId: string, link: ReportLink): Shown {
  const compute = () => strangers.run(tenantId, () => getToldReport(context, 'system', tenantId, ReportChoice.parse(link.report)));
  return memoryOf(context).show(link, context.clock(), compute);
}

/** Why figures cannot be shown. @throws what is no such reason. */
function whyNot(error: unknown): 'unreadable' | 'busy' {
  if (error instanceof AppError && error.code === 'unavailable') return 'busy';
  if (error instanceof AppError && (error.code === 'invalid_request' || error.code === 'not_found')) return 'unreadable';
  throw error;
}

interface OpenLink {
  tenantId: string;
  link: ReportLink;
}

/** The link of a token, as far as it answers now. */
async function openLink(context: Context, token: string): Promise<OpenLink | undefined> {
  const hash = hashToken(token);
  const found = hash && (await store.findLinkByHash(context.db, hash));
  if (!found || !(await isOpenTenant(context, 'system', found.tenantId))) return undefined;
  const { tenantId, linkId } = found;
  const stored = await inTenant(context.db, tenantId, (tx) => store.findLink(tx, linkId), { readOnly: true });
  const link = stored && linkAt(stored, context.clock());
  return link?.state === 'live' ? { tenantId, link } : undefined;
}

/**
 * What the page of a token shows now. A token that was never made, of a link that is over, or of a tenant that is suspended or closed, is
 * `absent` all the same. `isView` counts the page as opened.
 */
export async function getReportPage(
  context: Context,
  _actor: 'public',
  token: string,
  { isView }: { isView: boolean },
): Promise<ReportPage> {
  const opened = await openLink(context, token);
  if (!opened) return { state: 'absent' };
  const { tenantId, link } = opened;
  const { told: telling, file } = figuresOf(context, tenantId, link);
  const told = await telling.catch(whyNot);
  if (typeof told === 'string') return { state: told };
  const at = new Date(context.clock()).toISOString();
  const brand = await inTenant(context.db, tenantId, async (tx) => {
    if (isView) await store.countView(tx, link.id, at);
    return findLookIn(tx);
  });
  return { state: 'live', link, told, brand, file };
}

/** The logo on the page of a token; null where the page or the logo is not there. */
export async function getReportPageLogo(context: Context, _actor: 'public', token: string): Promise<Brand['logo']> {
  const opened = await openLink(context, token);
  return opened ? inTenant(context.db, opened.tenantId, findLogoIn, { readOnly: true }) : null;
}
