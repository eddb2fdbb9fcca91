import { createHmac, type KeyObject } from 'node:crypto';
import type { Rejection } from '../../platform/item-batch.ts';
import { faultsIn } from '../../platform/schema-faults.ts';
import { builtInMeter, type MeterRule } from './meters.ts';
import { UsageEvent } from './schema.ts';

const DAY_MS = 86_400_000;
/** How late, and how far ahead, usage may be told of: what Stripe's meters take (docs.stripe.com, "Record usage"). */
export const LATEST_DAYS = 35;
const AHEAD_MS = 300_000;
const MOST_FAULTS = 20;
const DECIMALS = 10;

/** An event of usage as it is stored. */
export interface UsageEventRow {
  source: string;
  id: string;
  meter: string;
  /** ISO 8601, UTC. */
  occurredAt: string;
  /** Exact decimal. */
  quantity: string;
  valueHash?: string | undefined;
  campaign: string;
  feature: string;
  fingerprint: string;
}

/** What an event is held against. */
export interface UsageLimits {
  nowMs: number;
  /** The tenant's own meters. */
  own: ReadonlyMap<string, MeterRule>;
  /** The tenant's key of fingerprints. */
  key: KeyObject;
}

type Refused = Omit<Rejection, 'index'>;

function refused(code: Rejection['code'], pointer: string, detail: string): { rejection: Refused } {
  return { rejection: { code, detail, errors: [{ pointer, detail }] } };
}

const PLAIN = /^(\d{1,15})(?:\.(\d{1,10}))?$/;

/** A decimal in its shortest form: without zeros that say nothing. */
function shortest(text: string): string {
  const [whole, decimals = ''] = text.split('.');
  const rest = decimals.replace(/0+$/, '');
  return `${whole.replace(/^0+(?=\d)/, '')}${rest === '' ? '' : `.${rest}`}`;
}

/**
 * A quantity as an exact decimal below 10^15 with up to ten decimals, in its shortest form; undefined for what is none: NaN, infinity, a
 * negative number, one with an exponent, words. A binary number is rounded to ten decimals.
 */
export function quantityOf(value: number | string): string | undefined {
  if (typeof value === 'string') return PLAIN.test(value) ? shortest(value) : undefined;
  if (!Number.isFinite(value) || value < 0 || Object.is(value, -0) || value >= 1e15) return undefined;
  return shortest(value.toFixed(DECIMALS));
}

const NO_AMOUNT = 'must be a decimal that is not negative and below 10^15, such as 12.5 or "0.0000000001"';

function measured({ data = {} }: UsageEvent, { aggregation }: MeterRule): { quantity: string; value?: string } | string {
  const { value } = data;
  if (aggregation === 'count') return value === undefined ? { quantity: '1' } : 'must be left out: this meter counts events';
  if (value === undefined) return 'is missing: this meter needs it';
  if (aggregation !== 'unique') {
    const quantity = quantityOf(value);
    return quantity === undefined ? NO_AMOUNT : { quantity };
  }
  return typeof value === 'string' && value !== '' ? { quantity: '1', value } : 'must be text: this meter counts different values';
}

function hashed(key: KeyObject, text: string): string {
  return createHmac('sha256', key).update(text).digest('hex').slice(0, 32);
}

function meterFault(type: string): string {
  if (builtInMeter(type) !== undefined) return `"${type}" is counted by Earshot itself and takes no events`;
  return `there is no meter "${type}"; make it first with PUT /api/v1/cost/meters/${type}`;
}

/** Checks one event, and makes of it what is stored: its time in UTC, its quantity exact, a fingerprint of its content. */
export function usageRow(input: unknown, { nowMs, own, key }: UsageLimits): { row: UsageEventRow } | { rejection: Refused } {
  const parsed = UsageEvent.safeParse(input);
  if (!parsed.success) {
    const errors = faultsIn(parsed.error, MOST_FAULTS).map(({ pointer, detail }) => ({ pointer, detail }));
    return { rejection: { code: 'invalid', detail: errors[0].detail, errors } };
  }
  const { source, id, type, time, data = {} } = parsed.data;
  const meter = own.get(type);
  if (meter === undefined) return refused('invalid', '/type', meterFault(type));
  const occurredAtMs = Date.parse(time);
  if (occurredAtMs > nowMs + AHEAD_MS) return refused('in_future', '/time', 'time lies more than 5 minutes in the future; check the clock');
  if (occurredAtMs < nowMs - LATEST_DAYS * DAY_MS) {
    return refused('too_old', '/time', `time lies more than ${LATEST_DAYS} days back; usage is taken up to then`);
  }
  const amount = measured(parsed.data, meter);
  if (typeof amount === 'string') return refused('invalid', '/data/value', `data.value ${amount}`);
  const occurredAt = new Date(occurredAtMs).toISOString();
  const { campaign = '', feature = '' } = data;
  const content = [type, occurredAt, amount.quantity, amount.value ?? null, campaign, feature];
  return {
    row: {
      source,
      id,
      meter: type,
      occurredAt,
      quantity: amount.quantity,
      valueHash: amount.value === undefined ? undefined : hashed(key, amount.value),
      campaign,
      feature,
      fingerprint: hashed(key, JSON.stringify(content)),
    },
  };
}

/** Rows in the order in which every batch takes its keys, so that two batches at once never wait for each other in a circle. */
export function inOrder(rows: readonly UsageEventRow[]): UsageEventRow[] {
  const before = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));
  return rows.toSorted((a, b) => before(a.source, b.source) || before(a.id, b.id));
}
