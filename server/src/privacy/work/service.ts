import { recordAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { forEachTenant } from '../../platform/each-tenant.ts';
import { type Rounds, startRounds } from '../../platform/rounds.ts';
import { deriveKey } from '../../platform/sealing.ts';
import { inDirectory, inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { sealForTenant, unsealForTenant } from '../../platform/vault.ts';
import { getTenantKeys } from '../../tenants/service.ts';
import type { Subject } from '../../tracking/subjects/service.ts';
import { buildArchive, sha256 } from '../exports/rules.ts';
import { daysLater, EXPORT_DAYS, maySet, receiptKeyOf, signReceipt, UNVERIFIED_DAYS } from '../requests/rules.ts';
import { Correction, type Receipt } from '../requests/schema.ts';
import { correctionsPlace, exportPlace } from '../requests/service.ts';
import {
  deleteExportsBefore,
  deleteWork,
  findProgress,
  findRequest,
  forgetSubject,
  insertExport,
  listTenantsWithPrivacyWork,
  listTenantsWithRequests,
  listUnverified,
  listWork,
  lockRequest,
  type StoredRequest,
  updateProgress,
  updateRequest,
} from '../requests/store.ts';
import { addCounts, type ErasureCounts, NOTHING_ERASED } from '../subjects/rules.ts';
import { eraseSubject, exportSubject, rectifySubject, restateAll, restrictSubject } from '../subjects/service.ts';

const LOOK_EVERY_MS = 5_000;
const TIDY_EVERY_MS = 3_600_000;
const LONGEST_REST_MS = 3_600_000;

/** One request whose work is to be done. */
interface Work {
  tenantId: string;
  requestId: string;
  subject: Subject;
  stored: StoredRequest;
}

type Counts = Record<string, number>;

async function gather(context: Context, { tenantId, requestId, subject, stored }: Work): Promise<Counts> {
  const data = await exportSubject(context, 'system', tenantId, subject);
  const isPortable = stored.request.kind === 'portability';
  const zip = buildArchive(data, isPortable);
  const sealed = await sealForTenant(context, { tenantId }, exportPlace(requestId), zip);
  const expiresAt = daysLater(context.clock(), EXPORT_DAYS);
  const row = { requestId, sealed, sha256: sha256(zip), expiresAt, subjectKeys: subject.keys };
  await inTenant(context.db, tenantId, (tx) => insertExport(tx, row));
  const { requests, touchpoints, conversions, refunds, paths } = data;
  const counts = { requests: requests.length, touchpoints: touchpoints.length, conversions: conversions.length, refunds: refunds.length };
  return isPortable ? counts : { ...counts, paths: paths.length };
}

/** Undefined for corrections of events that the person has not: nothing of them was done. */
async function rectify(context: Context, { tenantId, requestId, subject, stored }: Work): Promise<Counts | undefined> {
  const sealed = stored.sealedCorrections;
  const plain = sealed && (await unsealForTenant(context, { tenantId }, correctionsPlace(requestId), sealed));
  if (!plain) throw new Error('the corrections of a request cannot be opened: they were sealed under another key');
  const corrections = Correction.array().parse(JSON.parse(plain.toString()));
  try {
    await rectifySubject(context, 'system', { tenantId, requestId, subject }, corrections);
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid_request') return undefined;
    throw error;
  }
  await restateAll(context, 'system', tenantId);
  return { corrections: corrections.length };
}

async function addProgressIn(tx: TenantTx, requestId: string, counts: ErasureCounts): Promise<void> {
  const sum = addCounts({ ...NOTHING_ERASED, ...(await findProgress(tx, requestId)) }, counts);
  await updateProgress(tx, requestId, { ...sum });
}

/** Counts of an erasure are kept with each part, so that a receipt is right also when a process died between two. */
async function erase(context: Context, { tenantId, requestId, subject, stored }: Work): Promise<Counts> {
  const alsoIn = (tx: TenantTx, counts: ErasureCounts) => addProgressIn(tx, requestId, counts);
  await eraseSubject(context, 'system', { tenantId, requestId, subject, objects: stored.request.objects, alsoIn });
  return inTenant(context.db, tenantId, async (tx) => ({ ...NOTHING_ERASED, ...(await findProgress(tx, requestId)) }));
}

async function perform(context: Context, work: Work): Promise<Counts | undefined> {
  const { tenantId, requestId, subject, stored } = work;
  const { kind } = stored.request;
  if (kind === 'access' || kind === 'portability') return gather(context, work);
  if (kind === 'rectification') return rectify(context, work);
  if (kind === 'erasure') return erase(context, work);
  await restrictSubject(context, 'system', { tenantId, requestId, subject }, kind === 'objection');
  return { identities: subject.keys.length };
}

function receiptOf(context: Context, { tenantId, requestId, stored }: Work, counts: Counts): Receipt {
  const { kind, verification, receivedAt } = stored.request;
  if (verification === null) throw new Error('a request is worked on before its person was made sure of');
  const finishedAt = new Date(context.clock()).toISOString();
  const key = receiptKeyOf(deriveKey(context.sealingKey, 'privacy receipts'));
  return signReceipt(key, { request: requestId, tenant: tenantId, kind, verification, receivedAt, finishedAt, counts });
}

async function finishIn(tx: TenantTx, requestId: string, receipt: Receipt): Promise<void> {
  await lockRequest(tx, requestId);
  const stored = await findRequest(tx, requestId);
  if (!stored || !maySet(stored.request.status, 'done')) return;
  await updateRequest(tx, requestId, { status: 'done', finishedAt: receipt.finishedAt, receipt });
  await forgetSubject(tx, requestId);
  await deleteWork(tx, requestId);
  const after = { kind: receipt.kind, counts: receipt.counts, receipt: receipt.hash };
  await recordAuditIn(tx, { actor: 'system', action: 'privacy_request.finish', target: requestId, after });
}

/** A rectification that names an event the person has not, is refused: nothing of it was done. */
async function refuseIn(tx: TenantTx, requestId: string, finishedAt: string): Promise<void> {
  await updateRequest(tx, requestId, { status: 'refused', refusal: 'manifestly_unfounded', finishedAt });
  await forgetSubject(tx, requestId);
  await deleteWork(tx, requestId);
  await recordAuditIn(tx, {
    actor: 'system',
    action: 'privacy_request.refuse',
    target: requestId,
    after: { refusal: 'manifestly_unfounded' },
  });
}

/**
 * Does the work of one request: what it asks for, then the receipt. Every part may be done twice, so a process that dies on the way leaves
 * work that the next one does again. Resolves with the receipt; undefined when there is nothing to do, or it was refused.
 */
export async function runPrivacyRequest(
  context: Context,
  actor: 'system',
  tenantId: string,
  requestId: string,
): Promise<Receipt | undefined> {
  const stored = await inTenant(context.db, tenantId, (tx) => findRequest(tx, requestId));
  if (stored?.request.status !== 'in_progress' || stored.subjectKeys === null) return undefined;
  const hashing = await getTenantKeys(context, actor, tenantId);
  const work: Work = { tenantId, requestId, stored, subject: { keys: stored.subjectKeys, hashing } };
  const counts = await perform(context, work);
  if (counts === undefined) {
    await inTenant(context.db, tenantId, (tx) => refuseIn(tx, requestId, new Date(context.clock()).toISOString()));
    return undefined;
  }
  const receipt = receiptOf(context, work, counts);
  await inTenant(context.db, tenantId, (tx) => finishIn(tx, requestId, receipt));
  return receipt;
}

/** Requests whose work failed: how often in a row, and until when it is left. */
const resting = new WeakMap<Context, Map<string, { failures: number; untilMs: number }>>();

function restingOf(context: Context): Map<string, { failures: number; untilMs: number }> {
  let known = resting.get(context);
  if (!known) resting.set(context, (known = new Map<string, { failures: number; untilMs: number }>()));
  return known;
}

/** Work that fails again and again is tried less and less: after 5, 10, 20 … seconds, at most once an hour. */
function rest(context: Context, requestId: string): void {
  const known = restingOf(context);
  const failures = (known.get(requestId)?.failures ?? 0) + 1;
  known.set(requestId, { failures, untilMs: context.clock() + Math.min(LONGEST_REST_MS, LOOK_EVERY_MS * 2 ** (failures - 1)) });
}

/**
 * Does the work of every request of a tenant that waits, unless it failed a moment ago; resolves with the receipts. One that fails holds up
 * none of the others.
 * @throws AggregateError of what failed, once all were tried.
 */
export async function runPrivacyRequests(context: Context, actor: 'system', tenantId: string, signal?: AbortSignal): Promise<Receipt[]> {
  const [receipts, failures]: [Receipt[], unknown[]] = [[], []];
  for (const requestId of await inTenant(context.db, tenantId, listWork)) {
    if (signal?.aborted === true) break;
    if (context.clock() < (restingOf(context).get(requestId)?.untilMs ?? 0)) continue;
    try {
      const receipt = await runPrivacyRequest(context, actor, tenantId, requestId);
      if (receipt) receipts.push(receipt);
      restingOf(context).delete(requestId);
    } catch (error) {
      rest(context, requestId);
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'privacy requests could not be worked on; they wait');
  return receipts;
}

async function tidyIn(tx: TenantTx, nowMs: number): Promise<void> {
  const now = new Date(nowMs).toISOString();
  for (const id of await listUnverified(tx, daysLater(nowMs, -UNVERIFIED_DAYS))) {
    await updateRequest(tx, id, { status: 'expired', finishedAt: now });
    await forgetSubject(tx, id);
    await recordAuditIn(tx, { actor: 'system', action: 'privacy_request.expire', target: id });
  }
  for (const id of await deleteExportsBefore(tx, now))
    await recordAuditIn(tx, { actor: 'system', action: 'privacy_export.delete', target: id });
}

/** Lets requests expire that nobody was made sure for in 30 days, and deletes exports that have expired. */
export async function tidyPrivacyRequests(context: Context, _actor: 'system'): Promise<void> {
  const tidy = (tenantId: string) => inTenant(context.db, tenantId, (tx) => tidyIn(tx, context.clock()));
  const failure = 'old privacy requests of a tenant could not be tidied up; it is tried again in an hour';
  await forEachTenant(await inDirectory(context.db, listTenantsWithRequests), tidy, { task: 'privacy-upkeep', failure, log: context.log });
}

/** Works on requests as they come, looking every five seconds (or every `everyMs`), and tidies up every hour, until `close`. */
export function startPrivacyWork(context: Context, actor: 'system', everyMs: number = LOOK_EVERY_MS): Rounds {
  const { log } = context;
  const look = async (signal: AbortSignal) => {
    const work = (tenantId: string) => runPrivacyRequests(context, actor, tenantId, signal);
    const failure = 'privacy requests of a tenant could not be worked on; they wait';
    await forEachTenant(await inDirectory(context.db, listTenantsWithPrivacyWork), work, {
      task: 'privacy-requests',
      failure,
      log,
      signal,
    });
  };
  const working = startRounds(look, { everyMs, failure: 'privacy requests could not be worked on; they wait', log });
  const tidying = startRounds(() => tidyPrivacyRequests(context, actor), {
    everyMs: TIDY_EVERY_MS,
    failure: 'old privacy requests could not be tidied up; it is tried again in an hour',
    log,
  });
  return { close: async () => void (await Promise.all([working.close(), tidying.close()])) };
}
