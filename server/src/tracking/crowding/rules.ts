/** Fewer events say nothing of where events come from. */
const FEWEST_EVENTS = 20;
/** Of a day's events no address has more: beyond it the address is a proxy's, or everything is one person's. */
const MOST_SHARE = 0.2;

/** A day's events of one tenant that carry an address. */
export interface Crowd {
  events: number;
  /** How many of them share the address that most of them have. */
  most: number;
}

/** Whether too many of a day's events share one address: more than a fifth of them. */
export function isCrowded({ events, most }: Crowd): boolean {
  return events >= FEWEST_EVENTS && most > events * MOST_SHARE;
}
