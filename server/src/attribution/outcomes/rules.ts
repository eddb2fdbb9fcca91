import type { ConversionEvidence } from '../../tracking/evidence/service.ts';

const DAY_MS = 86_400_000;

/** What came on each of the days of a time, by place; a test over time alone has one place. */
export interface Daily {
  fromMs: number;
  days: number;
  byPlace: Map<string, Float64Array>;
}

/** Nothing yet, in these places, on the UTC days from one to another, the end excluded. */
export function createDaily(places: readonly string[], fromMs: number, toMs: number): Daily {
  const days = Math.max(0, Math.ceil((toMs - fromMs) / DAY_MS));
  return { fromMs, days, byPlace: new Map(places.map((place) => [place, new Float64Array(days)])) };
}

/** Adds what came at an instant in a place; what lies outside the time or the places is left out. */
export function addDaily({ fromMs, days, byPlace }: Daily, place: string, atMs: number, amount: number): void {
  const series = byPlace.get(place);
  const day = Math.floor((atMs - fromMs) / DAY_MS);
  if (series !== undefined && day >= 0 && day < days) series[day] += amount;
}

/** What came in a place from one instant to another, both at the start of a day, the end excluded. */
export function sumDaily({ fromMs, byPlace }: Daily, place: string, startMs: number, endMs: number): number {
  const from = Math.max(0, Math.round((startMs - fromMs) / DAY_MS));
  const to = Math.max(from, Math.round((endMs - fromMs) / DAY_MS));
  return (byPlace.get(place) ?? new Float64Array()).subarray(from, to).reduce((sum, one) => sum + one, 0);
}

/** Which of these places an event belongs to: its region where that is one of them, else its country. */
export function placeOf(places: ReadonlySet<string>, { region, country }: Whereabouts): string | undefined {
  return [region, country].flatMap((one) => one ?? []).find((one) => places.has(one));
}

/** Where an event came from, as far as lists know; null = not known. */
export interface Whereabouts {
  country: string | null;
  region: string | null;
}

/**
 * Where an order came from, by all its records in the order of trust: the first region that one of them knows, else the first country. A
 * shop's or a server's record knows no address, and so no place; a page's record of the same order does.
 */
export function whereaboutsOf(records: readonly Whereabouts[]): Whereabouts {
  const none = { country: null, region: null };
  return records.find(({ region }) => region !== null) ?? records.find(({ country }) => country !== null) ?? none;
}

/** The one place of a test over time. */
export const EVERYWHERE = '';

/** What is left of a conversion's value after refunds, in minor units of this currency; 0 where it has another one or none. */
export function netValue({ valueMinor, refundedMinor, currency: own }: ConversionEvidence, currency: string | null): number {
  return own === null || own !== currency ? 0 : Math.max(0, (valueMinor ?? 0) - refundedMinor);
}

/** The answer that asks for every record of a page. */
export async function allAsked(page: readonly unknown[]): Promise<Uint8Array> {
  return new Uint8Array(page.length).fill(1);
}
