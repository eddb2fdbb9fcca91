import type { PromoCode } from '../../catalog-api.ts';
import { formatDay, formatInstant } from '../../format.ts';
import { catalogTexts } from '../../texts-catalog.ts';

const DAY_MS = 86_400_000;
const words = catalogTexts.flight;

type Period = Pick<PromoCode, 'validFrom' | 'validUntil'>;

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString();
}

/** A period from its first day to its last, both UTC days and included, as the API has it: until an instant that is excluded. */
export function codePeriod(firstDay: string | null, lastDay: string | null): Period {
  return { validFrom: firstDay === null ? null : `${firstDay}T00:00:00.000Z`, validUntil: lastDay === null ? null : dayAfter(lastDay) };
}

/** An edge of a period: a day where the day ends or begins there, else to the minute. */
function edgeText(instant: string, offsetMs: number): string {
  const atMs = Date.parse(instant);
  return atMs % DAY_MS === 0 ? formatDay(new Date(atMs + offsetMs).toISOString().slice(0, 10), 'full') : formatInstant(instant);
}

/** A period in words, its last day included. */
export function periodText({ validFrom, validUntil }: Period): string {
  const from = validFrom === null ? null : edgeText(validFrom, 0);
  const until = validUntil === null ? null : edgeText(validUntil, -DAY_MS);
  if (from && until) return words.span(from, until);
  if (from) return words.since(from);
  return until ? words.until(until) : words.always;
}

/** An instant inside a period. */
export function instantWithin({ validFrom, validUntil }: Period): string {
  if (validFrom !== null) return validFrom;
  return validUntil === null ? new Date().toISOString() : new Date(Date.parse(validUntil) - 1_000).toISOString();
}
