import { AppError } from '../../platform/errors.ts';

/** How long money is set aside for a call that nobody settles: it is looked for every 15 seconds, so it is back within two minutes. */
export const RESERVED_FOR_MS = 100_000;

/** The meter of what the operator pays, which the quota of AI spend limits. No provider's key holds a colon. */
export const OPERATORS_METER = 'operator:all';

const MICROS_PER_CENT = 10_000;

/** How a meter stands in one month, in millionths of a US dollar. */
export interface MeterState {
  usedMicros: number;
  reservedMicros: number;
}

/** The first day, in UTC, of the month that an instant lies in. */
export function monthOf(nowMs: number): string {
  return `${new Date(nowMs).toISOString().slice(0, 7)}-01`;
}

/** What is used and set aside, in US cents: what has begun counts as a whole one, so that a limit in cents is never passed. */
export function centsOf({ usedMicros, reservedMicros }: MeterState): number {
  return Math.ceil((usedMicros + reservedMicros) / MICROS_PER_CENT);
}

/** A cap in US cents as what a meter counts. */
export function microsOfCents(cents: number): number {
  return cents * MICROS_PER_CENT;
}

/** Whether so much more fits under a cap. What costs nothing always does, also where everything is spent. */
export function hasRoom({ usedMicros, reservedMicros }: MeterState, amountMicros: number, capMicros: number | null): boolean {
  return amountMicros === 0 || capMicros === null || usedMicros + reservedMicros + amountMicros <= capMicros;
}

function dollars(micros: number): string {
  return (micros / 1_000_000).toFixed(6).replace(/0{1,4}$/, '');
}

/** The refusal at a cap: it names the meter, the cap, what is used and when counting begins anew. */
export function capReached(meter: string, state: MeterState, capMicros: number, nowMs: number): AppError {
  const now = new Date(nowMs);
  const resetsAt = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1));
  const held = `${dollars(state.usedMicros)} are used and ${dollars(state.reservedMicros)} set aside for calls under way`;
  const remedy = `Raise its cap, or wait until ${resetsAt.toISOString()}.`;
  const message = `"${meter}" may cost ${dollars(capMicros)} US dollars this month; ${held}. ${remedy}`;
  const retryAfterSeconds = Math.max(1, Math.ceil((resetsAt.getTime() - nowMs) / 1_000));
  const extensions = { meter, limitMicros: capMicros, ...state, resetsAt: resetsAt.toISOString() };
  return new AppError('quota_exceeded', message, { retryAfterSeconds, extensions });
}
