/** Whether an instant has come; null, for never, has not. */
export function isOver(instant: string | null): boolean {
  return instant !== null && Date.parse(instant) <= Date.now();
}

/** The instant so many milliseconds from now. */
export function fromNow(ms: number): string {
  return new Date(Date.now() + ms).toISOString();
}

/** How many days are left until an instant, the last one counted; negative when it has passed. */
export function daysUntil(instant: string): number {
  return Math.ceil((Date.parse(instant) - Date.now()) / 86_400_000);
}
