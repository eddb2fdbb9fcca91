import { z } from 'zod';
import { Tier } from '../schema.ts';
import { type Quota, QUOTAS } from './tiers.ts';

export const QuotaName = z.enum(QUOTAS, { error: `must be one of ${QUOTAS.join(', ')}` });
export type QuotaName = z.infer<typeof QuotaName>;

export const QuotaState = z
  .object({
    quota: QuotaName,
    limit: z.int().nullable().describe('null = no limit'),
    source: z.enum(['tier', 'override']).describe('where the limit comes from'),
    used: z
      .int()
      .nullable()
      .describe('null for api_calls_per_minute, which each process counts by key; storage_bytes is an estimate, measured every hour'),
    percentReached: z
      .union([z.literal(0), z.literal(80), z.literal(100)])
      .describe('80 or 100 when so much of the limit is used, which a mail and a security event tell; 0 below'),
    resetsAt: z.string().nullable().describe('when counting begins anew; null for what is not counted by time'),
    measuredAt: z.string().nullable().describe('when an estimate was made; null for what is counted exactly'),
  })
  .meta({ id: 'QuotaState' });
export type QuotaState = z.infer<typeof QuotaState>;

const Limit = z.int().nullable().describe('null = no limit');

export const TierLimits = z
  .object({
    tier: Tier,
    limits: z.object({
      events_per_month: Limit,
      api_calls_per_minute: Limit,
      members: Limit,
      campaigns: Limit,
      ai_spend_per_month: Limit,
      storage_bytes: Limit,
    } satisfies Record<Quota, typeof Limit>),
  })
  .meta({ id: 'TierLimits' });
export type TierLimits = z.infer<typeof TierLimits>;

export const QuotaStates = z
  .object({ tier: Tier, items: z.array(QuotaState), tiers: z.array(TierLimits).describe('what each tier contains, the smallest first') })
  .meta({ id: 'QuotaStates' });
export type QuotaStates = z.infer<typeof QuotaStates>;

export const QuotaOverride = z
  .strictObject({
    limit: z.int().min(0, 'must not be negative').max(Number.MAX_SAFE_INTEGER, 'is too large').nullable().describe('null = no limit'),
  })
  .meta({ id: 'QuotaOverride' });
export type QuotaOverride = z.infer<typeof QuotaOverride>;
