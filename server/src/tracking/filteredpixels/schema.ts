/** Why a request for a pixel made no impression, in the order in which it is looked at. */
export const PIXEL_REASONS = ['not_get', 'ahead', 'bot', 'no_address', 'too_old', 'quota_exceeded', 'invalid'] as const;
export type PixelReason = (typeof PIXEL_REASONS)[number];
