import { AppError } from '../../platform/errors.ts';
import type { Tier } from '../authorize.ts';
import { type Quota, TIERS } from './tiers.ts';

/** What stands for "no limit" where a number is needed: the largest that JSON keeps exactly. */
export const UNLIMITED = Number.MAX_SAFE_INTEGER;

/** The period of what is not counted by time. */
export const TIMELESS = '1970-01-01';

/** The shares of a limit, in percent, that the owners are told of. */
export const NOTICE_PERCENTS = [80, 100] as const;

const MONTHLY: readonly Quota[] = ['events_per_month', 'ai_spend_per_month'];

/** A limit as it holds for one tenant. */
export interface EffectiveLimit {
  limit: number | null;
  source: 'tier' | 'override';
}

/** The first day, in UTC, of the month that an instant lies in. */
export function monthOf(nowMs: number): string {
  return `${new Date(nowMs).toISOString().slice(0, 7)}-01`;
}

/** When the counting of a quota begins anew, as an instant; null for what is not counted by time. */
export function resetsAt(quota: Quota, nowMs: number): string | null {
  if (quota === 'api_calls_per_minute') return new Date((Math.floor(nowMs / 60_000) + 1) * 60_000).toISOString();
  if (!MONTHLY.includes(quota)) return null;
  const date = new Date(nowMs);
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1)).toISOString();
}

/** The tier's limit, unless the operator has set another one for this tenant. */
export function effectiveLimit(tier: Tier, quota: Quota, overrides: ReadonlyMap<Quota, number | null>): EffectiveLimit {
  const override = overrides.get(quota);
  return override === undefined ? { limit: TIERS[tier][quota], source: 'tier' } : { limit: override, source: 'override' };
}

/** The largest share of `NOTICE_PERCENTS` that is reached; 0 when none is. A limit of nothing is reached from the start. */
export function percentReached(used: number, limit: number | null): 0 | 80 | 100 {
  if (limit === null) return 0;
  return NOTICE_PERCENTS.findLast((percent) => used * 100 >= limit * percent) ?? 0;
}

const NOUNS: Readonly<Record<Quota, string>> = {
  events_per_month: 'events a month',
  api_calls_per_minute: 'API calls a minute',
  members: 'members',
  campaigns: 'campaigns',
  ai_spend_per_month: 'US cents of AI spend a month',
  storage_bytes: 'bytes of storage',
};

/** In how many rows the events of one tenant and month are counted, so that those who count at the same time need not wait. */
export const SLOTS = 8;

/** One row of a tenant's count: what was counted in it, and up to where it may count without looking at the others. */
export interface Slot {
  slot: number;
  used: number;
  allowed: number;
}

/**
 * Counts up to `asked` events in one slot and shares out what is left: the slots' room together is the room under `maximum`, never more.
 * `used` holds what is counted in each slot.
 */
export function allot(
  used: readonly number[],
  asked: { slot: number; count: number; maximum: number },
): { granted: number; slots: Slot[] } {
  const room = Math.max(asked.maximum - used.reduce((sum, one) => sum + one, 0), 0);
  const granted = Math.min(asked.count, room);
  const share = Math.floor((room - granted) / SLOTS);
  const remainder = room - granted - share * SLOTS;
  const slots = used.map((before, slot) => {
    const isAsked = slot === asked.slot;
    const after = before + (isAsked ? granted : 0);
    return { slot, used: after, allowed: after + share + (isAsked ? remainder : 0) };
  });
  return { granted, slots };
}

/** How to use less of what is not counted by time. */
const REMEDIES: Readonly<Partial<Record<Quota, string>>> = {
  members: 'Remove a member or withdraw an invitation, ',
  campaigns: 'Put a campaign that is not needed without any details, ',
  storage_bytes: 'Keep events for fewer days (the setting retentionDays), ',
};

/** The refusal at a limit: it names the quota, the limit, what is used and when counting begins anew. */
export function quotaExceeded(quota: Quota, state: { limit: number; used: number }, nowMs: number): AppError {
  const resets = resetsAt(quota, nowMs);
  const anew = resets === null ? `${REMEDIES[quota] ?? ''}or ask the operator for more.` : `Counting begins anew at ${resets}.`;
  const message = `This tenant may use ${state.limit} ${NOUNS[quota]} and has used ${state.used}. ${anew}`;
  const retryAfterSeconds = resets === null ? undefined : Math.max(1, Math.ceil((Date.parse(resets) - nowMs) / 1_000));
  return new AppError('quota_exceeded', message, { retryAfterSeconds, extensions: { quota, ...state, resetsAt: resets } });
}

/** The sentences of the notice that a share of a quota is used up. */
export function noticeText(name: string, notice: { quota: Quota; percent: number; used: number; limit: number }, nowMs: number): string {
  const { quota, percent, used, limit } = notice;
  const resets = resetsAt(quota, nowMs);
  const end = resets === null ? '' : ` Counting begins anew at ${resets}.`;
  const consequence = percent < 100 ? '' : ` More is refused until ${resets === null ? 'less is used' : 'then'} or the limit is raised.`;
  return `${name} has used ${used} of ${limit} ${NOUNS[quota]}, which is ${percent} % or more.${end}${consequence}`;
}
