import type { Tier } from '../../platform-api.ts';
import { platformTenantTexts } from '../../texts-platform-tenants.ts';

/** Every tier, the smallest first. */
export const TIERS: readonly Tier[] = ['free', 'starter', 'professional', 'enterprise'];

export const TIER_OPTIONS = TIERS.map((tier) => [tier, platformTenantTexts.tiers[tier]] as const);

export const tierOf = (text: string) => TIERS.find((tier) => tier === text);
