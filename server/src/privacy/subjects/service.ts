import {
  eraseSubjectIn,
  exportSubjectIn as exportPathsIn,
  hasUrgentRestatementsIn,
  markSubjectPathsIn,
  rectifySubjectIn,
  restateUrgent,
} from '../../attribution/subjects/service.ts';
import { recordAuditIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import type { Erasure } from '../../platform/erasure-log.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { findTenantIn, getTenantKeys, type TenantKeys } from '../../tenants/service.ts';
import {
  closeIntakeIn,
  type ErasedEvent,
  exportSubjectIn as exportEventsIn,
  restoreErasedEventsIn,
  type Subject,
} from '../../tracking/subjects/service.ts';
import { forgetLoneAddressesIn } from '../../tracking/addresses/service.ts';
import { eraseRequestsIn, exportRequestsIn } from '../../tracking/requestrecords/service.ts';
import { eraseDeliveriesIn, exportDeliveries } from '../../tracking/deliveries/service.ts';
import { endRestrictionIn as endLimitsIn, restrictIn } from '../../tracking/restrictions/service.ts';
import { exportAnswersIn } from '../../tracking/surveys/service.ts';
import { endObjectionIn, objectIn } from '../../tracking/screening/service.ts';
import { deleteExportsOf } from '../requests/store.ts';
import { addCounts, type ErasureCounts, type LoggedOrder, NOTHING_ERASED, ordersOf } from './rules.ts';
import { findNow } from './store.ts';

/** So many events of each kind go in one transaction: it stays short, and intake waits for no more. */
const EVENTS_PER_PART = 1_000;
const EVENTS_PER_PAGE = 1_000;
const LINES_PER_PART = 5_000;

/** An erasure to be done: whose, for which request, and whether the person also objects to being recognised from now on. */
export interface ErasureOrder {
  tenantId: string;
  requestId: string;
  subject: Subject;
  objects: boolean;
  /** Hears in each part's transaction what the part did. */
  alsoIn?(tx: TenantTx, counts: ErasureCounts): Promise<void>;
}

function identityLines({ tenantId, requestId, subject, objects }: ErasureOrder, at: string): Erasure[] {
  return subject.keys.map((one): Erasure => ({ tenantId, requestId, at, kind: 'identity', ...one, objected: objects }));
}

async function recordIn(tx: TenantTx, action: string, target: string, after: object = {}): Promise<void> {
  await recordAuditIn(tx, { actor: 'system', action: `privacy.${action}`, target, after: { ...after } });
}

async function beginIn(tx: TenantTx, { subject, requestId, objects }: ErasureOrder): Promise<string> {
  await closeIntakeIn(tx);
  const now = await findNow(tx);
  if (!objects) return now;
  await objectIn(tx, subject, requestId);
  await recordIn(tx, 'object', requestId);
  return now;
}

/** What was gathered for a person before they were erased is not to be had any more either. */
async function forgetExports(context: Context, tenantId: string, { keys }: Subject): Promise<void> {
  await inTenant(context.db, tenantId, async (tx) => {
    for (const id of await deleteExportsOf(tx, keys))
      await recordAuditIn(tx, { actor: 'system', action: 'privacy_export.delete', target: id });
  });
}

/** What shops delivered of a person goes. */
async function forgetDeliveries(context: Context, tenantId: string, subject: Subject): Promise<void> {
  await inTenant(context.db, tenantId, (tx) => eraseDeliveriesIn(tx, subject), { patient: true });
}

interface ErasedPart extends ErasureCounts {
  events: ErasedEvent[];
}

/** Whose events go: those received before an instant if one is given. */
interface Going {
  tenantId: string;
  subject: Subject;
  before: string | undefined;
}

type OnPartIn = (tx: TenantTx, part: ErasedPart) => Promise<void>;

/** Requests go first, so that no touchpoint is made of one afterwards. */
async function eraseRequests(context: Context, { tenantId, subject, before }: Going, onPartIn: OnPartIn): Promise<ErasureCounts> {
  let counts = NOTHING_ERASED;
  for (;;) {
    const part = async (tx: TenantTx) => {
      const events = await eraseRequestsIn(tx, subject, { limit: EVENTS_PER_PART, before });
      if (events.length > 0) await onPartIn(tx, { ...NOTHING_ERASED, requests: events.length, events });
      return events.length;
    };
    const requests = await inTenant(context.db, tenantId, part, { patient: true });
    counts = addCounts(counts, { ...NOTHING_ERASED, requests });
    if (requests === 0) return counts;
  }
}

/** Erases part after part until nothing is left; `onPartIn` hears of each part before it is committed. */
async function eraseInParts(context: Context, { tenantId, subject, before }: Going, onPartIn: OnPartIn): Promise<ErasureCounts> {
  let counts = await eraseRequests(context, { tenantId, subject, before }, onPartIn);
  for (;;) {
    const part = async (tx: TenantTx) => {
      const erased = { ...(await eraseSubjectIn(context, tx, subject, { limit: EVENTS_PER_PART, before })), requests: 0 };
      if (erased.events.length > 0) await onPartIn(tx, erased);
      else await forgetLoneAddressesIn(context, tx);
      return erased;
    };
    const erased = await inTenant(context.db, tenantId, part, { patient: true });
    counts = addCounts(counts, erased);
    if (erased.events.length === 0) return counts;
  }
}

/** Builds what erasures and restrictions marked, until no mark is left. */
export async function restateAll(context: Context, actor: 'system', tenantId: string): Promise<void> {
  do await restateUrgent(context, actor, tenantId);
  while (await inTenant(context.db, tenantId, hasUrgentRestatementsIn));
}

/**
 * Erases a person: touchpoints, identities and paths go, conversions stay as anonymous amounts, and paths of others are built anew without
 * what was erased. What keeps it so is on disk in the erasure log before each part is committed. Safe to run again at any time; the answer
 * counts what this run did.
 */
export async function eraseSubject(context: Context, actor: 'system', order: ErasureOrder): Promise<ErasureCounts> {
  const { tenantId, requestId, subject } = order;
  const at = await inTenant(context.db, tenantId, (tx) => beginIn(tx, order), { patient: true });
  context.erasures.append(identityLines(order, at));
  await forgetDeliveries(context, tenantId, subject);
  const counts = await eraseInParts(context, { tenantId, subject, before: undefined }, async (tx, part) => {
    await order.alsoIn?.(tx, part);
    const { events, ...erased } = part;
    await recordIn(tx, 'erase', requestId, erased);
    context.erasures.append(events.map(({ kind, idKey }): Erasure => ({ tenantId, requestId, at, kind, key: idKey })));
  });
  await forgetExports(context, tenantId, subject);
  await restateAll(context, actor, tenantId);
  return counts;
}

/** What the erasure log says of one tenant. */
interface LoggedErasures {
  events: ErasedEvent[];
  identities: Erasure[];
  /** Requests whose objection was taken back. */
  ended: Set<string>;
}

async function readErasures(context: Context): Promise<Map<string, LoggedErasures>> {
  const byTenant = new Map<string, LoggedErasures>();
  for await (const erasure of context.erasures.read()) {
    const logged = byTenant.get(erasure.tenantId) ?? { events: [], identities: [], ended: new Set() };
    byTenant.set(erasure.tenantId, logged);
    if (erasure.kind === 'identity' || erasure.kind === 'objection') logged.identities.push(erasure);
    else if (erasure.kind === 'objection_end') logged.ended.add(erasure.requestId);
    else logged.events.push({ kind: erasure.kind, idKey: erasure.key });
  }
  return byTenant;
}

async function reapplyOrder(context: Context, tenantId: string, order: LoggedOrder): Promise<ErasureCounts> {
  const subject: Subject = { keys: order.keys, hashing: await getTenantKeys(context, 'system', tenantId) };
  if (order.objects) {
    const object = async (tx: TenantTx) => {
      await closeIntakeIn(tx);
      await objectIn(tx, subject, order.requestId);
      if (order.isErasure) return;
      if (await restrictIn(tx, subject, order.requestId)) await markSubjectPathsIn(tx, subject, 'restricted');
    };
    await inTenant(context.db, tenantId, object, { patient: true });
  }
  if (!order.isErasure) return NOTHING_ERASED;
  await forgetDeliveries(context, tenantId, subject);
  await forgetExports(context, tenantId, subject);
  return eraseInParts(context, { tenantId, subject, before: order.before }, async () => {});
}

async function reapplyTenant(context: Context, tenantId: string, logged: LoggedErasures): Promise<ErasureCounts> {
  let counts = NOTHING_ERASED;
  for (const order of ordersOf(logged.identities, logged.ended)) counts = addCounts(counts, await reapplyOrder(context, tenantId, order));
  for (let from = 0; from < logged.events.length; from += LINES_PER_PART) {
    const events = logged.events.slice(from, from + LINES_PER_PART);
    await inTenant(context.db, tenantId, (tx) => restoreErasedEventsIn(tx, events), { patient: true });
  }
  const isAnythingErased = Object.values(counts).some((count) => count > 0);
  if (!isAnythingErased) return counts;
  await restateAll(context, 'system', tenantId);
  const record = (tx: TenantTx) =>
    recordAuditIn(tx, { actor: 'system', action: 'privacy.reapply', target: 'erasures', after: { ...counts } });
  await inTenant(context.db, tenantId, record, { patient: true });
  return counts;
}

/**
 * Does every erasure of the erasure log again, before a database is served that may be an older copy: what it holds of erased people goes
 * once more, and what kept them out is put back. On a database that is up to date it changes nothing. The answer counts what had come back.
 * Of one tenant alone when one is named, which was restored by itself.
 */
export async function reapplyErasures(context: Context, _actor: 'system', only?: string): Promise<ErasureCounts> {
  let counts = NOTHING_ERASED;
  for (const [tenantId, logged] of await readErasures(context)) {
    if (only !== undefined && tenantId !== only) continue;
    const isThere = (await inTenant(context.db, tenantId, findTenantIn)) !== undefined;
    if (isThere) counts = addCounts(counts, await reapplyTenant(context, tenantId, logged));
  }
  return counts;
}

interface PersonOfTenant {
  tenantId: string;
  requestId: string;
  subject: Subject;
}

/** Keeps a person's events out of matching, and with `objects` the identity out of events that come later; paths are built anew. */
export async function restrictSubject(
  context: Context,
  actor: 'system',
  { tenantId, requestId, subject }: PersonOfTenant,
  objects: boolean,
): Promise<void> {
  const at = await inTenant(context.db, tenantId, findNow);
  if (objects)
    context.erasures.append(subject.keys.map((one): Erasure => ({ tenantId, requestId, at, kind: 'objection', ...one, objected: true })));
  const restrict = async (tx: TenantTx) => {
    await closeIntakeIn(tx);
    if (objects) await objectIn(tx, subject, requestId);
    await restrictIn(tx, subject, requestId);
    await markSubjectPathsIn(tx, subject, 'restricted');
    await recordIn(tx, objects ? 'object' : 'restrict', requestId);
  };
  await inTenant(context.db, tenantId, restrict, { patient: true });
  await restateAll(context, actor, tenantId);
}

/**
 * Takes back what a request began: a restriction, an objection, or both. The caller has the paths built anew afterwards, by `restateAll`,
 * with the events that come into matching again.
 */
export async function endRequestIn(context: Context, tx: TenantTx, requestId: string, hashing: TenantKeys): Promise<void> {
  await endObjectionIn(tx, requestId);
  const keys = await endLimitsIn(tx, requestId);
  if (keys.length > 0) await markSubjectPathsIn(tx, { keys, hashing }, 'restricted');
  context.erasures.append([{ tenantId: tx.tenantId, requestId, at: '', kind: 'objection_end', key: '' }]);
}

/**
 * Puts events of a person right in one transaction, all or none. The caller has the paths built anew afterwards, by `restateAll`.
 * @throws AppError as `rectifySubjectIn`.
 */
export async function rectifySubject(
  context: Context,
  _actor: 'system',
  { tenantId, requestId, subject }: PersonOfTenant,
  corrections: Parameters<typeof rectifySubjectIn>[2],
): Promise<void> {
  const rectify = async (tx: TenantTx) => {
    await rectifySubjectIn(tx, subject, corrections);
    await recordIn(tx, 'rectify', requestId, { corrections: corrections.length });
  };
  await inTenant(context.db, tenantId, rectify, { patient: true });
}

/** Everything stored of a person, by domain. */
export interface SubjectExport {
  requests: unknown[];
  touchpoints: unknown[];
  conversions: unknown[];
  refunds: unknown[];
  answers: unknown[];
  paths: unknown[];
  deliveries: unknown[];
}

/** Reads everything stored of a person: events and paths in one snapshot, and what shops delivered. */
export async function exportSubject(context: Context, _actor: 'system', tenantId: string, subject: Subject): Promise<SubjectExport> {
  const read = async (tx: TenantTx): Promise<Omit<SubjectExport, 'deliveries'>> => {
    const events = await exportEventsIn(tx, subject, EVENTS_PER_PAGE);
    const paths = await exportPathsIn(
      tx,
      events.conversions.map(({ id }) => id),
      new Set(events.touchpoints.map(({ id }) => id)),
    );
    const answers = await exportAnswersIn(tx, subject, events.conversions);
    return { requests: await exportRequestsIn(tx, subject), ...events, answers, paths };
  };
  const stored = await inTenant(context.db, tenantId, read, { readOnly: true });
  return { ...stored, deliveries: await exportDeliveries(context, 'system', tenantId, subject) };
}
