/** By how much two parties may differ that count the same (IAB v2.3 §5.6). */
export const TOLERATED_DIFFERENCE = 0.05;
/** Below this share of downloads with a usable address a campaign is hardly matched at all. */
export const LEAST_USABLE_SHARE = 0.2;

/** Exposures that were not counted of requests for episodes, by what they are: impressions, and downloads as they were reported. */
export const EXPOSURE_KINDS = ['impression', 'download'] as const;
export type ExposureKind = (typeof EXPOSURE_KINDS)[number];
