import { createHmac, type KeyObject } from 'node:crypto';
import type { CodeBook } from '../../catalog/codes/schema.ts';
import type { ConversionEvidence } from '../../tracking/evidence/service.ts';
import type { SharedIdentity, SharedTouchpoint } from '../../tracking/shares/service.ts';
import { completed } from '../paths/match.ts';
import type { Numbering } from '../paths/rules.ts';
import type { Slot } from '../reports/options.ts';
import type { CampaignCell, CampaignPerson } from '../share-rollups/rules.ts';
import type { ManifestDay } from './schema.ts';

const DAY_MS = 86_400_000;
export const LOOKBACK_DAYS = 90;

const FIELDS = ['addressKey', 'agentKey', 'userKey', 'emailKey', 'deviceKey', 'clickKey'] as const;
type Field = (typeof FIELDS)[number];

/** A conversion of the grantee with what it is under the share's key. */
export interface SharedConversion {
  conversion: ConversionEvidence;
  shared: SharedIdentity;
}

/** An order of the grantee: the record that counts, and the others that take part in the share. */
export interface SharedOrder extends SharedConversion {
  others: readonly SharedConversion[];
}

const NO_KEYS = Object.fromEntries(FIELDS.map((field) => [field, undefined]));

function hashLines(key: KeyObject, lines: readonly string[]): string {
  return createHmac('sha256', key).update(lines.join('\n')).digest('hex');
}

/** One side's events of a share by day, and one hash over all of them. */
export interface Side {
  days: ManifestDay[];
  hash: string;
}

/** An event as a manifest tells it. */
export interface Line {
  occurredAt: string;
  content: string;
}

/** Takes one side's events in order and keeps of them how many there are on each UTC day, and their hash under the key. */
export function createSide(key: KeyObject): { add(lines: readonly Line[]): void; end(): Side } {
  const byDay = new Map<string, { events: number; hmac: ReturnType<typeof createHmac> }>();
  return {
    add(lines) {
      for (const { occurredAt, content } of lines) {
        const day = occurredAt.slice(0, 10);
        let known = byDay.get(day);
        if (!known) byDay.set(day, (known = { events: 0, hmac: createHmac('sha256', key) }));
        known.hmac.update(known.events === 0 ? content : `\n${content}`);
        known.events += 1;
      }
    },
    end() {
      const days = [...byDay]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([day, { events, hmac }]) => ({ day, events, hash: hmac.digest('hex') }));
      const lines = days.map(({ day, events, hash }) => `${day} ${events} ${hash}`);
      return { days, hash: hashLines(key, lines) };
    },
  };
}

/** The orders of a share as its manifest tells them: what matching and credit depend on. */
export function orderLines(orders: readonly SharedOrder[]): Line[] {
  return orders.map(({ conversion: { id, occurredAtMs, kind, valueMinor, currency, orderId, refundedMinor }, others }) => {
    const occurredAt = new Date(occurredAtMs).toISOString();
    const otherIds = others.map(({ conversion }) => conversion.id).toSorted();
    return { occurredAt, content: JSON.stringify([id, occurredAt, kind, valueMinor, currency, orderId, refundedMinor, ...otherIds]) };
  });
}

/** The exposures of a share as its manifest tells them. */
export function exposureLines(touchpoints: readonly { id: string; occurredAt: string }[]): Line[] {
  return touchpoints.map(({ id, occurredAt }) => ({ occurredAt, content: JSON.stringify([id, occurredAt]) }));
}

/** One hash over the figures a run came to. */
export function outputHash(cells: readonly CampaignCell[], key: KeyObject): string {
  return hashLines(
    key,
    cells.map(({ campaign: _campaign, ...cell }) => JSON.stringify(Object.values(cell))),
  );
}

/** Days on which two manifests differ, in order. */
export function differences(before: readonly ManifestDay[], now: readonly ManifestDay[]): { day: string; manifest: number; now: number }[] {
  const [earlier, later] = [before, now].map((days) => new Map(days.map((one) => [one.day, one])));
  return [...new Set([...earlier.keys(), ...later.keys()])]
    .sort()
    .filter((day) => earlier.get(day)?.hash !== later.get(day)?.hash)
    .map((day) => ({ day, manifest: earlier.get(day)?.events ?? 0, now: later.get(day)?.events ?? 0 }));
}

/** The stretch in which the touchpoints of conversions, in order, can lie. */
export function spanOf(inOrder: readonly SharedConversion[]): { fromMs: number; toMs: number } {
  const [first, last] = [inOrder[0], inOrder[inOrder.length - 1]].map(({ conversion }) => conversion.occurredAtMs);
  return { fromMs: first - LOOKBACK_DAYS * DAY_MS, toMs: last };
}

/** What the hashes under the share's key are under the grantor's own, as far as touchpoints tell. */
export type Translation = Record<Field, Map<string, string>>;

/** The translation that these touchpoints give. */
export function translationOf(touchpoints: readonly SharedTouchpoint[]): Translation {
  const maps = Object.fromEntries(FIELDS.map((field) => [field, new Map<string, string>()])) as Translation;
  for (const { shared, own } of touchpoints) {
    for (const field of FIELDS) {
      const [from, to] = [shared[field], own[field]];
      if (from !== undefined && to !== undefined) maps[field].set(from, to);
    }
  }
  return maps;
}

/** What the grantor's own hashes of these touchpoints are under the share's key. */
export function namesOf(touchpoints: readonly SharedTouchpoint[]): ReadonlyMap<string, string> {
  return new Map(
    touchpoints.flatMap(({ shared, own }) =>
      FIELDS.flatMap((field) => {
        const [from, to] = [own[field], shared[field]];
        return from === undefined || to === undefined ? [] : [[from, to] as const];
      }),
    ),
  );
}

/**
 * A conversion of the grantee as the grantor's touchpoints can be matched with it: its hashes are the grantor's own, where a touchpoint of
 * the share carries the same, and its code is the hash of one that stands for the campaign at its time.
 * Undefined when nothing of it is known there.
 */
export function translate({ conversion, shared }: SharedConversion, translation: Translation, codes: CodeBook) {
  const keys = Object.fromEntries(
    FIELDS.map((field) => {
      const key = shared[field];
      return [field, key === undefined ? undefined : translation[field].get(key)];
    }),
  );
  const { codeKey } = shared;
  const promoCode = codeKey !== undefined && codes.at(codeKey, conversion.occurredAtMs) !== undefined ? codeKey : null;
  const isKnown = promoCode !== null || FIELDS.some((field) => field !== 'agentKey' && keys[field] !== undefined);
  return isKnown ? { ...conversion, ...keys, promoCode } : undefined;
}

/**
 * The records of an order as the grantor's touchpoints can be matched with them, the one that counts first, with the code that it or
 * another one carries. Undefined when nothing of them is known there.
 */
export function translateOrder(order: SharedOrder, translation: Translation, codes: CodeBook): ConversionEvidence[] | undefined {
  const [first, ...others] = [order, ...order.others].map((record) => translate(record, translation, codes));
  const known = others.filter((record) => record !== undefined);
  if (first === undefined && known.length === 0) return undefined;
  const kept = first ?? { ...order.conversion, ...NO_KEYS, promoCode: null };
  return [completed(kept, known), ...known];
}

/** Numbers for the places of one run, which are not kept; a share tells of places, not of how their exposures are known. */
export function createNumbering(): Numbering & { slots: Slot[] } {
  const slots: Slot[] = [];
  const numbers = new Map<string, number>();
  return {
    slots,
    slotOf(slot) {
      const name = JSON.stringify([slot.campaign, slot.channel, slot.show, slot.episode, slot.placement]);
      let number = numbers.get(name);
      if (number === undefined) {
        numbers.set(name, (number = slots.length));
        slots.push({ ...slot, deliveryEvidence: null });
      }
      return number;
    },
    sourceOf: () => -1,
  };
}

/** Who stands behind the credit of a place, by a number of one run. */
export interface MatchedPerson extends Omit<CampaignPerson, 'campaign' | 'slot'> {
  place: Slot;
}

/** People by numbers that lead to nobody, in the order they come in, and by the places that their slots stand for. */
export function anonymous(people: readonly CampaignPerson[], slots: readonly Slot[]): MatchedPerson[] {
  const numbers = new Map<number, number>();
  return people.map(({ campaign: _campaign, slot, person, ...rest }) => {
    const number = numbers.get(person) ?? numbers.size + 1;
    numbers.set(person, number);
    return { ...rest, person: number, place: slots[slot] };
  });
}
