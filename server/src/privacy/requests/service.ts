import { recordAuditIn } from '../../platform/audit.ts';
import { newId, randomBase62 } from '../../platform/chance.ts';
import type { Context } from '../../platform/context.ts';
import { AppError, invalid } from '../../platform/errors.ts';
import { queueStrangerMailIn } from '../../platform/outbox.ts';
import { type Page, pageOf, type PageRequest, strayCursor } from '../../platform/paging.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { sealForTenant, unsealForTenant } from '../../platform/vault.ts';
import { onceIn } from '../../security/idempotency/service.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { findTenantIn, getTenantKeys } from '../../tenants/service.ts';
import type { SubjectKey } from '../../tracking/subjects/schema.ts';
import { findSubject } from '../../tracking/subjects/service.ts';
import { endRequestIn, restateAll } from '../subjects/service.ts';
import { CODE_TRIES, confirmationMail, dueAt, hashCode, isLasting, isOpen, isOverdue, maySet } from './rules.ts';
import { type NewPrivacyRequest, PrivacyRequest, type RequestState, type VerifyRequest } from './schema.ts';
import {
  type Change,
  findExport,
  findRequest,
  forgetSubject,
  insertRequest,
  insertWork,
  listRequests,
  lockRequest,
  type NewRow,
  type StoredRequest,
  updateRequest,
  updateTries,
} from './store.ts';

function absent(): AppError {
  return new AppError('not_found', 'There is no such privacy request.');
}

/** Where the sealed corrections of a request belong. */
export function correctionsPlace(id: string): string {
  return `privacy_requests|${id}|sealed_corrections`;
}

/** Where the sealed export of a request belongs. */
export function exportPlace(id: string): string {
  return `privacy_exports|${id}|sealed`;
}

function told({ request }: StoredRequest, nowMs: number): PrivacyRequest {
  return { ...request, isOverdue: isOverdue(request, nowMs) };
}

async function readIn(context: Context, tx: TenantTx, id: string): Promise<PrivacyRequest> {
  const stored = await findRequest(tx, id);
  if (!stored) throw absent();
  return told(stored, context.clock());
}

function stateOf({ verification, confirmByMail }: NewPrivacyRequest): RequestState {
  if (verification !== undefined) return 'in_progress';
  return confirmByMail === true ? 'verifying' : 'received';
}

async function mailCodeIn(context: Context, tx: TenantTx, { kind, identities }: NewPrivacyRequest, code: string): Promise<void> {
  const to = identities.flatMap(({ email }) => email ?? [])[0];
  const tenant = await findTenantIn(tx);
  if (!tenant) throw absent();
  await queueStrangerMailIn(context, tx, { to, ...confirmationMail(tenant.name, kind, code) });
}

/** What is stored of a new request: whose it is as keyed hashes, what is to be corrected sealed, and the mailed code hashed. */
async function newRowOf(context: Context, tenantId: string, input: NewPrivacyRequest, code: string | undefined): Promise<NewRow> {
  const [id, receivedAt] = [newId(), new Date(context.clock()).toISOString()];
  const subject = await findSubject(context, 'system', tenantId, input.identities);
  const corrections = input.corrections && Buffer.from(JSON.stringify(input.corrections));
  return {
    id,
    kind: input.kind,
    status: stateOf(input),
    objects: input.objects ?? input.kind === 'objection',
    subjectKeys: subject.keys,
    sealedCorrections: corrections && (await sealForTenant(context, { tenantId }, correctionsPlace(id), corrections)),
    codeHash: code === undefined ? undefined : hashCode(code),
    verification: input.verification ?? null,
    receivedAt,
    dueAt: dueAt(receivedAt, false),
  };
}

/**
 * Takes a person's request: hashes who it is about and forgets the names. With `verification` work begins at once; with `confirmByMail` a
 * code is sent; otherwise `verifyPrivacyRequest` has to follow.
 * @throws AppError `forbidden`; `step_up_required`; those of an `Idempotency-Key`.
 */
export async function createPrivacyRequest(
  context: Context,
  actor: Actor,
  input: NewPrivacyRequest,
  idempotencyKey?: string,
): Promise<PrivacyRequest> {
  authorize(actor, 'privacy_requests.write');
  const { tenantId } = actor;
  const code = input.confirmByMail === true ? randomBase62(12) : undefined;
  const row = await newRowOf(context, tenantId, input, code);
  const { id, status } = row;
  return inTenant(context.db, tenantId, async (tx) => {
    const work = async () => {
      await insertRequest(tx, row);
      if (status === 'in_progress') await insertWork(tx, id);
      if (code !== undefined) await mailCodeIn(context, tx, input, code);
      const after = { kind: row.kind, status, verification: row.verification };
      await recordAuditIn(tx, { actor: actor.name, action: 'privacy_request.create', target: id, after });
      return readIn(context, tx, id);
    };
    if (idempotencyKey === undefined) return work();
    const request = { principal: actor.name, route: 'POST /security/privacy-requests', key: idempotencyKey };
    return onceIn(context, tx, { ...request, body: input, answer: PrivacyRequest }, work);
  });
}

/**
 * Takes the erasure of everybody whom these keys name, asked for by whoever answers for them and vouches for it; work begins at once.
 * @throws AppError `forbidden`.
 */
export async function createErasureOfKeys(context: Context, actor: Actor, subjectKeys: SubjectKey[]): Promise<PrivacyRequest> {
  authorize(actor, 'privacy_requests.write');
  const input: NewPrivacyRequest = { kind: 'erasure', identities: [], verification: 'known_person' };
  const row = await newRowOf(context, actor.tenantId, input, undefined);
  return inTenant(context.db, actor.tenantId, async (tx) => {
    await insertRequest(tx, { ...row, subjectKeys });
    await insertWork(tx, row.id);
    const after = { kind: row.kind, status: row.status, verification: row.verification, people: subjectKeys.length };
    await recordAuditIn(tx, { actor: actor.name, action: 'privacy_request.create', target: row.id, after });
    return readIn(context, tx, row.id);
  });
}

function positionOf(after: string | undefined) {
  if (after === undefined) return undefined;
  const [receivedAt, id, ...rest] = after.split(' ');
  const isIt = rest.length === 0 && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(receivedAt) && /^[0-9a-f-]{36}$/.test(id);
  if (!isIt) throw strayCursor();
  return { receivedAt, id };
}

/** The tenant's requests, newest first. @throws AppError `invalid_request` for a cursor that did not come from an answer. */
export async function listPrivacyRequests(context: Context, actor: Actor, page: PageRequest): Promise<Page<PrivacyRequest>> {
  authorize(actor, 'privacy_requests.read');
  const before = positionOf(page.after);
  const rows = await inTenant(context.db, actor.tenantId, (tx) => listRequests(tx, before, page.limit + 1));
  const nowMs = context.clock();
  return pageOf(
    rows.map((row) => told(row, nowMs)),
    page.limit,
    ({ receivedAt, id }) => `${receivedAt} ${id}`,
  );
}

/** One request, with the receipt once it is done. @throws AppError `not_found`. */
export async function getPrivacyRequest(context: Context, actor: Actor, id: string): Promise<PrivacyRequest> {
  authorize(actor, 'privacy_requests.read');
  return inTenant(context.db, actor.tenantId, (tx) => readIn(context, tx, id));
}

interface Step {
  id: string;
  action: string;
  /** Whether the request is there already; then nothing changes. */
  isDone(stored: StoredRequest): boolean;
  /** @throws AppError when the request cannot go there. */
  changeOf(stored: StoredRequest): Change;
  alsoIn?(tx: TenantTx): Promise<void>;
}

function conflict(status: RequestState, verb: string): AppError {
  return new AppError('conflict', `This request is ${status.replace('_', ' ')}, so it cannot be ${verb}.`);
}

async function takeStep(context: Context, actor: Actor, step: Step): Promise<PrivacyRequest> {
  return inTenant(context.db, actor.tenantId, async (tx) => {
    if (!(await lockRequest(tx, step.id))) throw absent();
    const stored = await findRequest(tx, step.id);
    if (!stored) throw absent();
    if (step.isDone(stored)) return told(stored, context.clock());
    const change = step.changeOf(stored);
    await updateRequest(tx, step.id, change);
    await step.alsoIn?.(tx);
    const before = { status: stored.request.status };
    await recordAuditIn(tx, { actor: actor.name, action: step.action, target: step.id, before, after: { ...change } });
    return readIn(context, tx, step.id);
  });
}

/** Counts a try of the mailed code, also when it is wrong. @throws AppError `conflict` after five; `invalid_request` for a wrong code. */
async function tryCode(context: Context, actor: Actor, id: string, code: string | undefined): Promise<void> {
  const matches = await inTenant(context.db, actor.tenantId, async (tx) => {
    if (!(await lockRequest(tx, id))) throw absent();
    const stored = await findRequest(tx, id);
    if (!stored || stored.codeHash === null || !isOpen(stored.request.status)) return true;
    if (stored.codeTries >= CODE_TRIES)
      throw new AppError('conflict', 'The code was tried too often; make sure of the person in another way, or begin a new request.');
    await updateTries(tx, id);
    return code !== undefined && hashCode(code).equals(stored.codeHash);
  });
  if (!matches) throw invalid('/code', 'This is not the code that was mailed; ask the person to look again.');
}

/**
 * States how the tenant made sure who asks; work begins. A request that mailed a code takes `mail_confirmed` only with it.
 * Repeating it changes nothing.
 * @throws AppError `not_found`; `conflict` for a request that is over; `invalid_request` for a wrong code.
 */
export async function verifyPrivacyRequest(context: Context, actor: Actor, id: string, input: VerifyRequest): Promise<PrivacyRequest> {
  authorize(actor, 'privacy_requests.write');
  const { verification, code } = input;
  if (verification === 'mail_confirmed') await tryCode(context, actor, id, code);
  return takeStep(context, actor, {
    id,
    action: 'privacy_request.verify',
    isDone: ({ request }) => request.verification !== null,
    changeOf: ({ request, codeHash }) => {
      if (!maySet(request.status, 'in_progress')) throw conflict(request.status, 'verified');
      if (verification === 'mail_confirmed' && codeHash === null && code !== undefined)
        throw invalid('/code', 'No code was mailed for this request.');
      return { status: 'in_progress', verification };
    },
    alsoIn: (tx) => insertWork(tx, id),
  });
}

/** Takes two months more, with the reason; once. @throws AppError `not_found`; `conflict` for a request that is over. */
export async function extendPrivacyRequest(
  context: Context,
  actor: Actor,
  id: string,
  reason: NonNullable<PrivacyRequest['extension']>,
): Promise<PrivacyRequest> {
  authorize(actor, 'privacy_requests.write');
  return takeStep(context, actor, {
    id,
    action: 'privacy_request.extend',
    isDone: ({ request }) => request.extension !== null,
    changeOf: ({ request }) => {
      if (!isOpen(request.status)) throw conflict(request.status, 'extended');
      return { extension: reason, dueAt: dueAt(request.receivedAt, true) };
    },
  });
}

/** Refuses a request whose work has not begun. @throws AppError `not_found`; `conflict` for one whose work began or that is over. */
export async function refusePrivacyRequest(
  context: Context,
  actor: Actor,
  id: string,
  reason: NonNullable<PrivacyRequest['refusal']>,
): Promise<PrivacyRequest> {
  authorize(actor, 'privacy_requests.write');
  return takeStep(context, actor, {
    id,
    action: 'privacy_request.refuse',
    isDone: ({ request }) => request.status === 'refused',
    changeOf: ({ request }) => {
      if (request.status === 'in_progress' || !maySet(request.status, 'refused')) throw conflict(request.status, 'refused');
      return { status: 'refused', refusal: reason, finishedAt: new Date(context.clock()).toISOString() };
    },
    alsoIn: (tx) => forgetSubject(tx, id),
  });
}

/**
 * Takes back a restriction, or an objection, also one that came with an erasure. Repeating it changes nothing.
 * @throws AppError `not_found`; `conflict` for a request that began nothing that lasts.
 */
export async function endPrivacyRequest(context: Context, actor: Actor, id: string): Promise<PrivacyRequest> {
  authorize(actor, 'privacy_requests.write');
  const hashing = await getTenantKeys(context, 'system', actor.tenantId);
  const ended = await takeStep(context, actor, {
    id,
    action: 'privacy_request.end',
    isDone: ({ request }) => request.endedAt !== null,
    changeOf: ({ request }) => {
      if (request.status !== 'done' || !isLasting(request.kind, request.objects))
        throw new AppError('conflict', 'Only a restriction or an objection that is in force can be taken back.');
      return { endedAt: new Date(context.clock()).toISOString() };
    },
    alsoIn: (tx) => endRequestIn(context, tx, id, hashing),
  });
  await restateAll(context, 'system', actor.tenantId);
  return ended;
}

/** The data gathered for a person: one zip, its name, the SHA-256 of it in hexadecimal, and until when it can be fetched. */
export interface PrivacyExport {
  zip: Buffer;
  fileName: string;
  sha256: string;
  expiresAt: string;
}

/** The data gathered for a person, as one zip. @throws AppError `not_found` when there is none, or none any more. */
export async function getPrivacyExport(context: Context, actor: Actor, id: string): Promise<PrivacyExport> {
  authorize(actor, 'privacy_requests.export');
  const nowMs = context.clock();
  return inTenant(context.db, actor.tenantId, async (tx) => {
    const found = await findExport(tx, id);
    if (!found || Date.parse(found.expiresAt) <= nowMs) throw absent();
    const zip = await unsealForTenant(context, tx, exportPlace(id), found.sealed);
    if (!zip) throw new Error('an export cannot be opened: it was sealed under another key');
    await recordAuditIn(tx, { actor: actor.name, action: 'privacy_request.export', target: id, after: { sha256: found.sha256 } });
    return { fileName: `privacy-request-${id}.zip`, sha256: found.sha256, expiresAt: found.expiresAt, zip };
  });
}
