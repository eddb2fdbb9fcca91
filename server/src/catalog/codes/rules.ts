import { strayCursor } from '../../platform/paging.ts';
import type { CodeBook, PromoCode } from './schema.ts';

/** A code's period in milliseconds since 1970: `from` included, `until` excluded; infinite where it is open. */
export interface Period {
  from: number;
  until: number;
}

/** The period from `validFrom` to `validUntil`. */
export function periodOf({ validFrom, validUntil }: Pick<PromoCode, 'validFrom' | 'validUntil'>): Period {
  return { from: validFrom === null ? -Infinity : Date.parse(validFrom), until: validUntil === null ? Infinity : Date.parse(validUntil) };
}

/** What happens to a stored period when a code is mapped for another one. */
export type Meeting = 'apart' | 'replaced' | 'conflict';

/**
 * A stored period gives way to a new one that covers it or starts when it does, so that mapping a code without a period, or changing the
 * end of one, always works. One that the new period covers in part would lose what a person said of it, and stands in its way.
 */
export function meetingOf(stored: Period, mapped: Period): Meeting {
  if (stored.until <= mapped.from || mapped.until <= stored.from) return 'apart';
  const isCovered = mapped.from <= stored.from && stored.until <= mapped.until;
  return isCovered || stored.from === mapped.from ? 'replaced' : 'conflict';
}

/** Codes under the names that `nameOf` gives them. */
export function codeBookOf(codes: Iterable<PromoCode>, nameOf: (code: string) => string): CodeBook {
  const byName = new Map<string, { period: Period; code: PromoCode }[]>();
  for (const code of codes) {
    const name = nameOf(code.code);
    const entry = { period: periodOf(code), code };
    const known = byName.get(name);
    if (known) known.push(entry);
    else byName.set(name, [entry]);
  }
  return { at: (name, atMs) => byName.get(name)?.find(({ period }) => period.from <= atMs && atMs < period.until)?.code };
}

/** A place in a list of codes, which stand in the order of code and period. */
export interface CodePlace {
  code: string;
  from: number;
}

/** A place as a cursor names it. */
export function placeText(code: PromoCode): string {
  const { from } = periodOf(code);
  return `${Number.isFinite(from) ? from : ''} ${code.code}`;
}

/** The place a cursor names; the one before all when there is none. @throws AppError `invalid_request` for one that names no place. */
export function placeOf(after: string | undefined): CodePlace {
  if (after === undefined) return { code: '', from: -Infinity };
  const [, from, code] = /^(\d{0,15}) ([^]+)$/.exec(after) ?? [];
  if (code === undefined) throw strayCursor();
  return { code, from: from === '' ? -Infinity : Number(from) };
}

/** A period in words, for a person who has to find another one. */
export function periodText({ validFrom, validUntil }: Pick<PromoCode, 'validFrom' | 'validUntil'>): string {
  if (validFrom === null && validUntil === null) return 'at any time';
  const [from, until] = [validFrom === null ? [] : [`from ${validFrom}`], validUntil === null ? [] : [`until ${validUntil}`]];
  return [...from, ...until].join(' ');
}
