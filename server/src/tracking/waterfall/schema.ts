/** By how much two parties may differ that count the same (IAB v2.3 §5.6). */
export const TOLERATED_DIFFERENCE = 0.05;
/** Below this share of downloads with a usable address a campaign is hardly matched at all. */
export const LEAST_USABLE_SHARE = 0.2;

/** What falls to credit beside requests, each in a unit of its own: ads in counted downloads, impressions, and reported downloads. */
export const EXPOSURE_KINDS = ['ad', 'impression', 'download'] as const;
export type ExposureKind = (typeof EXPOSURE_KINDS)[number];
