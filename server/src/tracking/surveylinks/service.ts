import { findCampaignOfShowIn } from '../../catalog/placements/service.ts';
import type { Context } from '../../platform/context.ts';
import { forEachTenant } from '../../platform/each-tenant.ts';
import { type Rounds, startRounds } from '../../platform/rounds.ts';
import { inDirectory, inIntake, inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import type { ConversionEvidence } from '../evidence/rules.ts';
import { findConversionsOfOrderIn, findConversionsWithOrdersIn } from '../evidence/service.ts';
import type { TouchpointRow } from '../intake/rules.ts';
import { insertKeys, insertTouchpoints } from '../intake/store.ts';
import { markReachedIn } from '../subjects/service.ts';
import { mayBeAbout, touchpointOf } from '../surveys/linking.ts';
import { lockAnswer, type StoredAnswer } from '../surveys/store.ts';
import {
  deleteTouchpoint,
  deleteWaiting,
  findWaiting,
  insertWaitingAbout,
  listTenantsWithWaiting,
  listWaiting,
  removeTouchpoint,
  updateTouchpoint,
} from './store.ts';

const EVERY_MS = 10_000;
const BATCH = 200;
const REACH_MS = 90 * 86_400_000;
const FIELDS = ['addressKey', 'userKey', 'emailKey', 'deviceKey', 'clickKey'] as const;

/** Takes back the touchpoint that an answer was; conversions that it may have belonged to are matched again without it. */
export async function takeBackIn(tx: TenantTx, touchpointId: string): Promise<void> {
  const gone = await deleteTouchpoint(tx, touchpointId);
  if (gone) await markReachedIn(tx, [gone], { fields: FIELDS, spanMs: REACH_MS, reason: 'late_touchpoint' });
}

/** The orders that an answer may be about by what it names and who gave it, each with its records; several where shops use the same ids. */
export async function ordersOfAnswerIn(
  tx: TenantTx,
  answer: Pick<StoredAnswer, 'conversionId' | 'orderId' | 'identityKeys'>,
): Promise<ConversionEvidence[][]> {
  const { conversionId, orderId } = answer;
  const named = conversionId === null && orderId !== null ? await findConversionsOfOrderIn(tx, orderId) : [];
  const asked = new Set(conversionId === null ? named.map(({ id }) => id) : [conversionId]);
  const found = asked.size === 0 ? [] : await findConversionsWithOrdersIn(tx, [...asked]);
  const orders = Map.groupBy(found, ({ id, order }) => (order === null ? `conversion ${id}` : `order ${order}`));
  return [...orders.values()].filter((records) => records.some(({ id }) => asked.has(id)) && mayBeAbout(answer, records));
}

/**
 * Has the answers about these conversions, and about their orders by whichever of their names, looked at again: what they are evidence for
 * may be another thing.
 */
export async function lookAgainIn(
  tx: TenantTx,
  conversions: readonly Pick<ConversionEvidence, 'id' | 'orderId' | 'orderNames'>[],
): Promise<void> {
  await insertWaitingAbout(
    tx,
    conversions.map(({ id }) => id),
    [...new Set(conversions.flatMap(({ orderId, orderNames = [] }) => [orderId ?? [], orderNames].flat()))],
  );
}

/** The touchpoint that an answer is by what is there now; undefined when it is none. */
async function wantedIn(tx: TenantTx, answer: StoredAnswer): Promise<TouchpointRow | undefined> {
  if (answer.show === null) return undefined;
  const orders = await ordersOfAnswerIn(tx, answer);
  if (orders.length !== 1) return undefined;
  const [records] = orders;
  const at = new Date(Math.min(...records.map(({ occurredAtMs }) => occurredAtMs)));
  const campaign = await findCampaignOfShowIn(tx, answer.show, at);
  return touchpointOf(answer, records, { tenantId: tx.tenantId, campaign });
}

/** What is still to be stored for an answer. */
interface Linking {
  revision: number;
  since: string;
  touchpoint: TouchpointRow;
}

/** Takes back what an answer is not any more; resolves with what it is to become, or undefined when it is all it can be. */
async function lookIn(tx: TenantTx, id: string): Promise<Linking | undefined> {
  const since = await findWaiting(tx, id);
  const answer = since === undefined ? undefined : await lockAnswer(tx, id);
  if (since === undefined || !answer) return undefined;
  const touchpoint = await wantedIn(tx, answer);
  if (answer.touchpointId !== null && answer.touchpointId !== touchpoint?.id) {
    await takeBackIn(tx, answer.touchpointId);
    await removeTouchpoint(tx, id);
  }
  if (touchpoint && touchpoint.id !== answer.touchpointId) return { revision: answer.revision, since, touchpoint };
  await deleteWaiting(tx, id, since);
  return undefined;
}

async function link(context: Context, tenantId: string, id: string): Promise<boolean> {
  const found = await inTenant(context.db, tenantId, (tx) => lookIn(tx, id));
  if (!found) return false;
  const { revision, since, touchpoint } = found;
  // The touchpoint first: when the process dies in between, the same one is made again, which changes nothing.
  await inIntake(context.db, [tenantId], async (tx) => {
    const fresh = await insertKeys(tx, 'touchpoint_keys', [touchpoint]);
    if (fresh.length > 0) await insertTouchpoints(tx, fresh);
  });
  await inTenant(context.db, tenantId, async (tx) => {
    if (await updateTouchpoint(tx, id, revision, touchpoint.id)) await deleteWaiting(tx, id, since);
    else await takeBackIn(tx, touchpoint.id);
  });
  return true;
}

/**
 * Makes touchpoints of a tenant's answers that wait, as far as their conversions are there, and takes back what they are not any more;
 * returns how many were made. An answer waits again when a conversion comes or changes that it is about.
 */
export async function linkAnswers(context: Context, _actor: 'system', tenantId: string, signal?: AbortSignal): Promise<number> {
  let linked = 0;
  for (let after = ''; signal?.aborted !== true;) {
    const ids = await inTenant(context.db, tenantId, (tx) => listWaiting(tx, after, BATCH));
    for (const id of ids) if (await link(context, tenantId, id)) linked += 1;
    if (ids.length < BATCH) break;
    after = ids[ids.length - 1];
  }
  return linked;
}

/** Looks every ten seconds at the answers that wait, until `close`. */
export function startSurveyLinks(context: Context, actor: 'system', everyMs: number = EVERY_MS): Rounds {
  const { log } = context;
  const round = async (signal: AbortSignal) => {
    const tenants = await inDirectory(context.db, listTenantsWithWaiting);
    const failure = 'answers of a survey could not be linked; it is tried again';
    await forEachTenant(tenants, (tenantId) => linkAnswers(context, actor, tenantId, signal), {
      task: 'survey-links',
      failure,
      log,
      signal,
    });
  };
  return startRounds(round, { everyMs, failure: 'answers of surveys could not be linked; it is tried again', log });
}
