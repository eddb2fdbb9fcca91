import { findCampaignOfShowIn } from '../../catalog/placements/service.ts';
import type { Context } from '../../platform/context.ts';
import { forEachTenant } from '../../platform/each-tenant.ts';
import { type Rounds, startRounds } from '../../platform/rounds.ts';
import { inDirectory, inIntake, inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import type { ConversionEvidence } from '../evidence/rules.ts';
import { findConversionsOfOrders } from '../evidence/store.ts';
import { findConversionsWithOrdersIn } from '../evidence/service.ts';
import type { TouchpointRow } from '../intake/rules.ts';
import { insertKeys, insertTouchpoints } from '../intake/store.ts';
import { markReachedIn } from '../subjects/service.ts';
import { mayBeAbout, touchpointOf } from '../surveys/linking.ts';
import {
  deleteTouchpoint,
  deleteWaiting,
  listTenantsWithWaiting,
  listWaiting,
  lockAnswer,
  type StoredAnswer,
  updateTouchpoint,
} from '../surveys/store.ts';

const EVERY_MS = 10_000;
const BATCH = 200;
const MOST_RECORDS = 100;
const REACH_MS = 90 * 86_400_000;
const FIELDS = ['addressKey', 'userKey', 'emailKey', 'deviceKey', 'clickKey'] as const;

/** Takes back the touchpoint that an answer was; conversions that it may have belonged to are matched again without it. */
export async function takeBackIn(tx: TenantTx, touchpointId: string): Promise<void> {
  const gone = await deleteTouchpoint(tx, touchpointId);
  if (gone) await markReachedIn(tx, [gone], { fields: FIELDS, spanMs: REACH_MS, reason: 'late_touchpoint' });
}

async function recordsOf(tx: TenantTx, { conversionId, orderId }: StoredAnswer): Promise<ConversionEvidence[]> {
  if (conversionId !== null) return findConversionsWithOrdersIn(tx, [conversionId]);
  return orderId === null ? [] : findConversionsOfOrders(tx, [orderId], MOST_RECORDS);
}

/** What an answer is to become: nothing yet while its conversion is not there, and nothing at all where nobody is known of it. */
type Link = { answer: StoredAnswer; touchpoint: TouchpointRow } | 'later' | 'never';

async function linkOfIn(tx: TenantTx, id: string): Promise<Link> {
  const answer = await lockAnswer(tx, id);
  if (!answer || answer.show === null || answer.touchpointId !== null) return 'never';
  const records = await recordsOf(tx, answer);
  if (records.length === 0 || !mayBeAbout(answer, records)) return 'later';
  const at = new Date(Math.min(...records.map(({ occurredAtMs }) => occurredAtMs)));
  const campaign = await findCampaignOfShowIn(tx, answer.show, at);
  const touchpoint = touchpointOf(answer, records, { tenantId: tx.tenantId, campaign });
  return touchpoint ? { answer, touchpoint } : 'never';
}

async function link(context: Context, tenantId: string, id: string): Promise<boolean> {
  const found = await inTenant(context.db, tenantId, async (tx) => {
    const one = await linkOfIn(tx, id);
    if (one === 'never') await deleteWaiting(tx, id);
    return one;
  });
  if (found === 'later' || found === 'never') return false;
  const { answer, touchpoint } = found;
  // The touchpoint first: when the process dies in between, the same one is made again, which changes nothing.
  await inIntake(context.db, [tenantId], async (tx) => {
    const fresh = await insertKeys(tx, 'touchpoint_keys', [touchpoint]);
    if (fresh.length > 0) await insertTouchpoints(tx, fresh);
  });
  await inTenant(context.db, tenantId, async (tx) => {
    if (await updateTouchpoint(tx, id, answer.revision, touchpoint.id)) await deleteWaiting(tx, id);
    else await takeBackIn(tx, touchpoint.id);
  });
  return true;
}

/** Makes touchpoints of a tenant's answers whose conversions have come; returns how many. What has not come is looked for again. */
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

/** Looks every ten seconds for the conversions of answers that wait, until `close`. */
export function startSurveyLinks(context: Context, actor: 'system', everyMs: number = EVERY_MS): Rounds {
  const { log } = context;
  const round = async (signal: AbortSignal) => {
    const tenants = await inDirectory(context.db, listTenantsWithWaiting);
    const failure = 'answers of a survey could not be linked; it is tried again';
    await forEachTenant(tenants, (tenantId) => linkAnswers(context, actor, tenantId, signal), { failure, log, signal });
  };
  return startRounds(round, { everyMs, failure: 'answers of surveys could not be linked; it is tried again', log });
}
