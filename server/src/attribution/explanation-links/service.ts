import type { KeyObject } from 'node:crypto';
import { recordAuditIn } from '../../platform/audit.ts';
import { newId, randomBase62 } from '../../platform/chance.ts';
import type { Context } from '../../platform/context.ts';
import { forEachTenant } from '../../platform/each-tenant.ts';
import { AppError } from '../../platform/errors.ts';
import { type Page, pageOf, type PageRequest, strayCursor } from '../../platform/paging.ts';
import { type Rounds, startRounds } from '../../platform/rounds.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { getSigningKey } from '../../security/checkpoints/service.ts';
import { onceIn } from '../../security/idempotency/service.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import type { Brand, BrandLook } from '../../tenants/brands/schema.ts';
import { findLogoIn, findLookIn } from '../../tenants/brands/service.ts';
import { listTenantIds } from '../../tenants/service.ts';
import { areRestrictedIn, areUrgentIn, findRecordsIn } from '../../tracking/evidence/service.ts';
import { netValue } from '../explanations/rules.ts';
import { findPathChanges, findPathSummaries, lockPaths } from '../paths/store.ts';
import { hashToken, pageAddress, TOKEN_LENGTH } from '../public-pages/rules.ts';
import { isOpenTenant } from '../public-pages/service.ts';
import { isWithheld, linkAt, MOST_LIVE } from './rules.ts';
import {
  CreatedExplanationLink,
  type ExplanationKeys,
  type ExplanationLink,
  ExplanationStatement,
  type NewExplanationLink,
} from './schema.ts';
import { canonicalJson, jwkOf, signStatement } from './signing.ts';
import { chooseTerms, stateIn, type Terms } from '../explanation-statements/service.ts';
import * as store from './store.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const LINK_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const PURPOSE = 'explanation';

function absent(): AppError {
  return new AppError('not_found', 'There is no such link.');
}

interface NewLink {
  conversionId: string;
  input: NewExplanationLink;
  terms: Terms;
  key: KeyObject;
}

async function createIn(context: Context, tx: TenantTx, actor: Actor, { conversionId, input, terms, key }: NewLink) {
  // Whoever strikes out what is told holds this lock, too: what is told is still there when it is kept, or is struck out after.
  await lockPaths(tx);
  const nowMs = context.clock();
  const createdAt = new Date(nowMs).toISOString();
  const live = await store.countLiveLinks(tx, createdAt);
  if (live >= MOST_LIVE) throw new AppError('conflict', `${MOST_LIVE} links answer already. Revoke some that nobody needs.`);
  const { statement, signature } = signStatement(key, await stateIn(context, tx, conversionId, { input, terms, madeAt: createdAt }));
  const [id, token] = [newId(), randomBase62(TOKEN_LENGTH)];
  const expiresAt = new Date(nowMs + input.expiresInDays * DAY_MS).toISOString();
  const { showsIds, tellsRestatement } = input;
  const link = await store.insertLink(tx, {
    id,
    tokenHash: hashToken(token) ?? Buffer.alloc(0),
    conversionId,
    version: statement.conversion.version,
    createdAt,
    createdBy: actor.name,
    expiresAt,
    model: terms.model.name,
    note: input.note ?? null,
    showsIds,
    tellsRestatement,
    statement: canonicalJson(statement),
    signature,
  });
  const after = { conversion: conversionId, model: terms.model.name, expiresAt, showsIds, tellsRestatement };
  await recordAuditIn(tx, { actor: actor.name, action: 'explanation_link.create', target: id, after });
  return { ...linkAt(link, nowMs), address: pageAddress(context.publicUrl, 'x', token) };
}

/**
 * Makes a page that tells one conversion's credit under a model, as known now, to whoever has its address, until it expires or is revoked.
 * What it tells is frozen and signed. The address is answered once: only its hash is kept. With an idempotency key the same call again
 * within a day makes nothing and answers the same.
 * @throws AppError `forbidden`; `not_found` for a conversion the tenant does not have; `invalid_request` for a model or options that cannot
 * be; `conflict` for a conversion that is not matched yet, counts under another record or must not be shown, for options that leave it out,
 * for a model that is not fitted, and beyond 2,000 links that answer; what `onceIn` throws.
 */
export async function createExplanationLink(
  context: Context,
  actor: Actor,
  { conversionId, input }: { conversionId: string; input: NewExplanationLink },
  idempotencyKey?: string,
): Promise<CreatedExplanationLink> {
  authorize(actor, 'explanation_links.write');
  const terms = await chooseTerms(context, 'system', actor.tenantId, input);
  const key = await getSigningKey(context, 'system', PURPOSE);
  return inTenant(context.db, actor.tenantId, (tx) => {
    const create = () => createIn(context, tx, actor, { conversionId, input, terms, key });
    if (idempotencyKey === undefined) return create();
    const route = 'POST /attribution/conversions/{id}/explanation-links';
    const body = { conversionId, ...input };
    return onceIn(context, tx, { principal: actor.name, route, key: idempotencyKey, body, answer: CreatedExplanationLink }, create);
  });
}

/**
 * The tenant's links, those that are over too, the newest first; of one conversion where it is named.
 * @throws AppError `forbidden`; `invalid_request` for a cursor that did not come from an answer.
 */
export async function listExplanationLinks(
  context: Context,
  actor: Actor,
  conversionId: string | undefined,
  { after, limit }: PageRequest,
): Promise<Page<ExplanationLink>> {
  authorize(actor, 'explanation_links.read');
  if (after !== undefined && !LINK_ID.test(after)) throw strayCursor();
  const read = (tx: TenantTx) => store.listLinks(tx, conversionId, after, limit + 1);
  const rows = await inTenant(context.db, actor.tenantId, read, { readOnly: true });
  const nowMs = context.clock();
  return pageOf(
    rows.map((row) => linkAt(row, nowMs)),
    limit,
    ({ id }) => id,
  );
}

/** Ends a link: from the next request on its page is gone. Once more changes nothing. @throws AppError `forbidden`; `not_found`. */
export async function revokeExplanationLink(context: Context, actor: Actor, id: string): Promise<void> {
  authorize(actor, 'explanation_links.write');
  await inTenant(context.db, actor.tenantId, async (tx) => {
    if (!(await store.findLink(tx, id))) throw absent();
    const revoked = await store.revokeLink(tx, id, { at: new Date(context.clock()).toISOString(), by: actor.name });
    if (revoked) await recordAuditIn(tx, { actor: actor.name, action: 'explanation_link.revoke', target: id });
  });
}

/** Forgets what links told that have expired, for every tenant, whether or not it makes another one. */
export async function forgetExpiredExplanations(context: Context, actor: 'system'): Promise<void> {
  const at = new Date(context.clock()).toISOString();
  const forgetIn = async (tx: TenantTx) => {
    // Whoever strikes out links changes many of them, too, in an order of their own.
    await lockPaths(tx);
    await store.forgetExpired(tx, at);
  };
  const forget = (tenantId: string) => inTenant(context.db, tenantId, forgetIn, { patient: true });
  const failure = 'what expired links of a tenant told could not be forgotten; it is tried again in an hour';
  await forEachTenant(await listTenantIds(context, actor), forget, { task: 'explanation-upkeep', failure, log: context.log });
}

/** Forgets every hour, until `close`. */
export function startExplanationUpkeep(context: Context, actor: 'system'): Rounds {
  const failure = 'what expired links told could not be forgotten; it is tried again in an hour';
  return startRounds(() => forgetExpiredExplanations(context, actor), { everyMs: HOUR_MS, failure, log: context.log });
}

/** The public keys that statements of this installation are signed by, for whoever checks one. */
export async function getExplanationKeys(context: Context, _actor: 'public'): Promise<ExplanationKeys> {
  return { keys: [jwkOf(await getSigningKey(context, 'system', PURPOSE))] };
}

/** What an address shows: what was signed, or why nothing. */
export type ExplanationPage =
  | { state: 'absent' | 'erased' | 'withheld' }
  | {
      state: 'live';
      statement: ExplanationStatement;
      /** The statement with its signature as JSON, as it was signed. */
      signed: string;
      expiresAt: string;
      brand: BrandLook;
      /** When it was restated since, and, where the maker allowed it, what it is worth now. */
      restated: { at: string; valueMinor: number | null | undefined } | undefined;
    };

async function pageIn(tx: TenantTx, link: ExplanationLink): Promise<ExplanationPage> {
  if (link.state === 'revoked' || link.state === 'expired') return { state: 'absent' };
  const { conversionId } = link;
  const records = conversionId === null ? [] : await findRecordsIn(tx, conversionId);
  const conversion = records.find(({ id }) => id === conversionId);
  const signed = await store.findStatement(tx, link.id);
  if (conversionId === null || !conversion || conversion.isErased || !signed) return { state: 'erased' };
  if ((await areRestrictedIn(tx, records)) || (await areUrgentIn(tx, records))) return { state: 'withheld' };
  if (isWithheld(await findPathChanges(tx, conversionId, link.version))) return { state: 'withheld' };
  const [path] = await findPathSummaries(tx, [conversionId]);
  const isRestated = path !== undefined && path.version !== link.version;
  return {
    state: 'live',
    statement: ExplanationStatement.parse(JSON.parse(signed.statement)),
    signed: `{"statement":${signed.statement},"signature":${JSON.stringify(signed.signature)}}`,
    expiresAt: link.expiresAt,
    brand: await findLookIn(tx),
    restated: isRestated ? { at: path.builtAt, valueMinor: link.tellsRestatement ? netValue(conversion) : undefined } : undefined,
  };
}

/** Whose link a token is, as long as pages of that tenant are shown. */
async function findOpen(context: Context, token: string): Promise<{ tenantId: string; linkId: string } | undefined> {
  const hash = hashToken(token);
  const found = hash && (await store.findLinkByHash(context.db, hash));
  return found && (await isOpenTenant(context, 'system', found.tenantId)) ? found : undefined;
}

/**
 * What the page of a token shows now. A token that was never made, of a link that is over, or of a tenant that is suspended or closed, is
 * `absent` all the same. `isView` counts the page as opened.
 */
export async function getExplanationPage(
  context: Context,
  _actor: 'public',
  token: string,
  { isView }: { isView: boolean },
): Promise<ExplanationPage> {
  const found = await findOpen(context, token);
  if (!found) return { state: 'absent' };
  return inTenant(context.db, found.tenantId, async (tx) => {
    const nowMs = context.clock();
    const stored = await store.findLink(tx, found.linkId);
    if (!stored) return { state: 'absent' };
    const page = await pageIn(tx, linkAt(stored, nowMs));
    if (isView && page.state === 'live') await store.countView(tx, stored.id, new Date(nowMs).toISOString());
    return page;
  });
}

/** The logo for the page of a token; null where the link is over or what it tells was struck out, and where there is no logo. */
export async function getExplanationPageLogo(context: Context, _actor: 'public', token: string): Promise<Brand['logo']> {
  const found = await findOpen(context, token);
  if (!found) return null;
  const read = async (tx: TenantTx) => {
    const stored = await store.findLink(tx, found.linkId);
    return stored && linkAt(stored, context.clock()).state === 'live' ? findLogoIn(tx) : null;
  };
  return inTenant(context.db, found.tenantId, read, { readOnly: true });
}
