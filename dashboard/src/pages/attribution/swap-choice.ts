/** The days within which a listener may arrive, of which one is chosen. */
export const SWAP_WINDOWS = [1, 3, 7, 14, 30, 60, 90] as const;

/** Which shows and campaigns a swap is of. */
export interface PromoSwapChoice {
  showA?: string;
  showB?: string;
  promoOfA?: string;
  promoOfB?: string;
  windowDays?: number;
}
