import { type Tier, TIER_REQUESTS_PER_MINUTE } from '../authorize.ts';

/** What a tenant may use, each as one number. */
export const QUOTAS = ['events_per_month', 'api_calls_per_minute', 'members', 'campaigns', 'ai_spend_per_month', 'storage_bytes'] as const;
export type Quota = (typeof QUOTAS)[number];

/** The most of each quota; null = no limit. */
export type Limits = Readonly<Record<Quota, number | null>>;

const GIGABYTE = 1_000_000_000;

function callsOf(tier: Tier): number | null {
  return TIER_REQUESTS_PER_MINUTE[tier] === 0 ? null : TIER_REQUESTS_PER_MINUTE[tier];
}

/**
 * What each tier contains. Events count when they are stored, AI spend is in US cents, storage in bytes; calls are of one key or one
 * signed-in person.
 */
export const TIERS: Readonly<Record<Tier, Limits>> = {
  free: {
    events_per_month: 10_000_000,
    api_calls_per_minute: callsOf('free'),
    members: 5,
    campaigns: 100,
    ai_spend_per_month: 500,
    storage_bytes: 50 * GIGABYTE,
  },
  starter: {
    events_per_month: 50_000_000,
    api_calls_per_minute: callsOf('starter'),
    members: 25,
    campaigns: 1_000,
    ai_spend_per_month: 5_000,
    storage_bytes: 250 * GIGABYTE,
  },
  professional: {
    events_per_month: 500_000_000,
    api_calls_per_minute: callsOf('professional'),
    members: 250,
    campaigns: 10_000,
    ai_spend_per_month: 50_000,
    storage_bytes: 2_500 * GIGABYTE,
  },
  enterprise: {
    events_per_month: null,
    api_calls_per_minute: callsOf('enterprise'),
    members: null,
    campaigns: null,
    ai_spend_per_month: null,
    storage_bytes: null,
  },
};

/** What each tier contains, the smallest first. */
export function listTierLimits(): { tier: Tier; limits: Limits }[] {
  return (['free', 'starter', 'professional', 'enterprise'] as const).map((tier) => ({ tier, limits: TIERS[tier] }));
}
