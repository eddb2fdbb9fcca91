import { setImmediate as othersTurn } from 'node:timers/promises';
import { PUBLIC_ID } from '../../catalog/publicids/schema.ts';
import { createSharedAllowance, type SharedAllowance } from '../../platform/allowance.ts';
import type { Context, EdgeContext } from '../../platform/context.ts';
import { AppError } from '../../platform/errors.ts';
import { inTenant } from '../../platform/tenant-door.ts';
import { systemActor } from '../../tenants/authorize.ts';
import type { ResolvedRequest } from '../edge/schema.ts';
import { type Arriving, type Edge, isAdmitted, keepOrRefuse, publicRequestOf, spoolRequest } from '../edge/service.ts';
import { acceptConversions, acceptTouchpoints } from '../intake/service.ts';
import { MAX_BATCH } from '../intake/schema.ts';
import { acceptSurveyAnswers } from '../surveys/service.ts';
import { findSiteTagIn, noteTagsReceivedIn } from '../tags/service.ts';
import { type BeaconTerms, type BeaconYield, isFromSites, termsOf, yieldsOf } from './rules.ts';

type Accept = typeof acceptConversions;

/** What one tag may be sent in one process, more than a busy shop does; and what one address may send it, as an office behind one does. */
export const BEACONS_PER_SECOND = 1_000;
export const BEACONS_PER_SECOND_OF_ONE = 10;
const allowances = new WeakMap<EdgeContext['spool'], SharedAllowance>();

function allowanceOf({ spool }: EdgeContext): SharedAllowance {
  let allowance = allowances.get(spool);
  if (!allowance) {
    allowance = createSharedAllowance({ perName: BEACONS_PER_SECOND, perAddress: BEACONS_PER_SECOND_OF_ONE });
    allowances.set(spool, allowance);
  }
  return allowance;
}

/**
 * Keeps what a page sent until it is taken; resolves once it is in the spool, and asks no database.
 * @throws AppError `not_found` for what cannot be a site tag; `rate_limited` when one address, or all together, send it too much;
 * `unavailable` as `spoolRequest`.
 */
export async function keepBeacon(
  context: EdgeContext,
  actor: 'public',
  arriving: Arriving,
  { publicId, body, edge }: { publicId: string; body: Uint8Array; edge?: Edge | undefined },
): Promise<void> {
  if (!PUBLIC_ID.test(publicId)) throw new AppError('not_found', 'There is no such site tag.');
  const request = publicRequestOf(context, arriving, { kind: 'beacon', publicId, body });
  if (edge && !isAdmitted(edge, actor, request))
    throw new AppError('rate_limited', 'Too much comes from this address at once, or to site tags that do not exist.', {
      retryAfterSeconds: 60,
    });
  if (!allowanceOf(context).take(publicId, request.ip, context.clock()))
    throw new AppError('rate_limited', 'This site tag is sent too much at once.', { retryAfterSeconds: 5 });
  await (edge ? keepOrRefuse(edge, actor, request) : spoolRequest(context, actor, request));
}

/** Codes of refusals that another attempt would meet again. */
const FINAL = new Set(['suspended', 'quota_exceeded', 'unauthenticated', 'forbidden']);

async function acceptAll(context: Context, tenantId: string, accept: Accept, items: readonly object[]): Promise<void> {
  for (let from = 0; from < items.length; from += MAX_BATCH) {
    const { rejected } = await accept(context, systemActor(tenantId), items.slice(from, from + MAX_BATCH), 'pixel');
    // A conflict is the same event sent once more, which another time of receipt made to look later.
    const refused = rejected.filter(({ code }) => code !== 'conflict');
    if (refused.length > 0)
      context.log.warn({ tenantId, refused: refused.length, first: refused[0].detail }, 'events of a site tag were refused');
  }
}

async function storeYields(context: Context, tenantId: string, yields: readonly BeaconYield[]): Promise<void> {
  const touchpoints = yields.flatMap(({ touchpoint }) => touchpoint ?? []);
  const conversions = yields.flatMap(({ conversion }) => conversion ?? []);
  try {
    await acceptAll(context, tenantId, acceptTouchpoints, touchpoints);
    await acceptAll(context, tenantId, acceptConversions, conversions);
    const answers = yields.flatMap(({ answer }) => answer ?? []);
    for (let from = 0; from < answers.length; from += MAX_BATCH)
      await acceptSurveyAnswers(context, systemActor(tenantId), answers.slice(from, from + MAX_BATCH));
  } catch (error) {
    if (!(error instanceof AppError) || !FINAL.has(error.code)) throw error;
    context.log.warn({ tenantId, code: error.code }, 'a tenant takes no events of its site tags');
  }
}

async function termsOfTags(context: Context, tenantId: string, requests: readonly ResolvedRequest[]): Promise<Map<string, BeaconTerms>> {
  return inTenant(context.db, tenantId, async (tx) => {
    const terms = new Map<string, BeaconTerms>();
    for (const key of new Set(requests.map(({ target }) => target))) {
      const tag = await findSiteTagIn(tx, key);
      if (tag) terms.set(key, termsOf(tag));
    }
    return terms;
  });
}

/** So many characters of beacons are read before others have their turn. */
const READ_AT_ONCE = 200_000;

/**
 * Makes of beacons what they tell of: visits, leads, signups and purchases of the source `pixel`, and vanity visits. What another page than
 * one of the tag's sites sends, and what is no beacon, becomes nothing. The same beacon again changes nothing, and neither does an event
 * that a page sent twice. A tenant that is suspended or beyond its quota takes none.
 * @throws AppError `unavailable` when nothing could be stored; all of them may be given again.
 */
export async function takeBeacons(context: Context, _actor: 'public', requests: readonly ResolvedRequest[]): Promise<void> {
  for (const [tenantId, own] of Map.groupBy(requests, (request) => request.tenantId)) {
    const terms = await termsOfTags(context, tenantId, own);
    const yields: BeaconYield[] = [];
    const heard = new Set<string>();
    let foreign = 0;
    let read = 0;
    for (const { request, target } of own) {
      read += request.body?.length ?? 0;
      if (read > READ_AT_ONCE) {
        await othersTurn();
        read = 0;
      }
      const tag = terms.get(target);
      const found = tag && isFromSites(request, tag) ? yieldsOf(request, tag) : undefined;
      if (found) {
        heard.add(target);
        yields.push(...found);
      } else foreign += 1;
    }
    if (foreign > 0) context.log.debug({ tenantId, foreign }, 'beacons of pages that no site tag is for');
    await storeYields(context, tenantId, yields);
    await inTenant(context.db, tenantId, (tx) => noteTagsReceivedIn(tx, [...heard]));
  }
}
