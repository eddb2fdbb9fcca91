/** Why an ad in a counted download is none that was delivered. */
export const AD_REASONS = ['ad_not_delivered', 'ad_unknown_placement'] as const;
export type AdReason = (typeof AD_REASONS)[number];
