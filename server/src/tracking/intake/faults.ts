import type { z } from 'zod';
import type { Rejection } from '../../platform/item-batch.ts';
import type { FieldError } from '../../platform/errors.ts';
import { faultsIn } from '../../platform/schema-faults.ts';

const DAY_MS = 86_400_000;
export const MAX_AGE_DAYS = 400;
export const MAX_FUTURE_MS = DAY_MS;
/** Before there were podcasts there was nothing to attribute: an earlier time is a mistake of the sender. */
const HISTORY_FROM = '2004-01-01';
const HISTORY_FROM_MS = Date.parse(HISTORY_FROM);
/** So many faults are told of one item. */
const MOST_FAULTS = 20;

export type Parsed<Row> = { row: Row } | { rejection: Omit<Rejection, 'index'> };

/** One thing that is wrong with an item. */
interface Fault extends FieldError {
  code: Rejection['code'];
}

/** What the time and the identity of an item are held against. */
interface Limits {
  nowMs: number;
  /** From when on the tenant keeps events; undefined while it keeps all. */
  keptFromMs?: number | undefined;
  /** True for history, of which events of any age are taken. */
  isHistory?: boolean;
}

interface EventLimits extends Limits {
  /** True where an event that does not say what its person consented to is taken as if they had denied it. */
  dropsUnknown: boolean;
}

/** An item that is not taken, and why: the first fault is the reason, and all of them are told with their places. At least one. */
export function refused(faults: readonly Fault[]): { rejection: Omit<Rejection, 'index'> } {
  const [{ code, detail }] = faults;
  const errors = faults.slice(0, MOST_FAULTS).map((fault) => ({ pointer: fault.pointer, detail: fault.detail }));
  return { rejection: { code, detail, errors } };
}

function invalid(pointer: string, detail: string): Fault {
  return { code: 'invalid', pointer, detail };
}

/** Events otherwise come in since this instant; those before it with `isHistory` alone. */
export function oldestOf({ nowMs }: Pick<Limits, 'nowMs'>): string {
  return new Date(nowMs - MAX_AGE_DAYS * DAY_MS).toISOString();
}

function timeReason(occurredAtMs: number, { nowMs, keptFromMs, isHistory = false }: Limits): [Rejection['code'], string] | undefined {
  if (occurredAtMs > nowMs + MAX_FUTURE_MS) {
    return ['in_future', 'occurredAt lies more than 24 hours in the future; check the clock and the zone of the sender'];
  }
  if (isHistory && occurredAtMs < HISTORY_FROM_MS) return ['too_old', `occurredAt lies before ${HISTORY_FROM}; check its year`];
  if (!isHistory && occurredAtMs < nowMs - MAX_AGE_DAYS * DAY_MS) {
    return ['too_old', `occurredAt lies more than ${MAX_AGE_DAYS} days back; import such events with "earshot import --history"`];
  }
  if (keptFromMs !== undefined && occurredAtMs < keptFromMs) {
    const day = new Date(keptFromMs).toISOString().slice(0, 10);
    return ['too_old', `occurredAt lies before ${day}, from which on this tenant keeps events`];
  }
  return undefined;
}

/** Why an event of this instant is not taken; undefined when it may be. */
function timeFault(occurredAtMs: number, limits: Limits): Fault | undefined {
  const reason = timeReason(occurredAtMs, limits);
  return reason && { code: reason[0], pointer: '/occurredAt', detail: reason[1] };
}

/** What a schema found wrong with an item. */
function schemaFaults(error: z.ZodError | undefined): Fault[] {
  return error === undefined ? [] : faultsIn(error, MOST_FAULTS).map((fault) => ({ code: 'invalid', ...fault }));
}

type Fields = Record<string, unknown>;

/** The fields of an item whose schema may have refused some of them. */
function fieldsOf(input: unknown): Fields | undefined {
  return input === null || typeof input !== 'object' || Array.isArray(input) ? undefined : (input as Fields);
}

/** The faults of the schema, then those of the whole that show in whatever else was sent, each field told once. */
function allFaults(input: unknown, error: z.ZodError | undefined, more: (fields: Fields) => (Fault | undefined)[]): Fault[] {
  const faults = schemaFaults(error);
  const fields = fieldsOf(input);
  if (fields === undefined) return faults;
  const isTold = (field: string) => faults.some(({ pointer }) => pointer === field || pointer.startsWith(`${field}/`));
  return [
    ...faults,
    ...more(fields)
      .filter((fault) => fault !== undefined && !isTold(fault.pointer))
      .flatMap((fault) => fault ?? []),
  ];
}

function timeOf({ occurredAt }: Fields, limits: Limits): Fault | undefined {
  const ms = typeof occurredAt === 'string' ? Date.parse(occurredAt) : NaN;
  return Number.isNaN(ms) ? undefined : timeFault(ms, limits);
}

function isNobody({ identity }: Fields): boolean {
  if (identity === undefined) return true;
  const fields = fieldsOf(identity);
  return fields !== undefined && Object.values(fields).every((value) => value === undefined);
}

/** Whether nothing may be kept of who was behind an item: consent was denied, or is not known where that is taken for the same. */
export function isImpersonal({ consent = 'unknown' }: { consent?: unknown }, { dropsUnknown }: Pick<EventLimits, 'dropsUnknown'>): boolean {
  return consent === 'denied' || (consent === 'unknown' && dropsUnknown);
}

const NOBODY = 'identity needs at least one of ip, userAgent, userId, emailSha256, emailMd5, deviceId, clickId';

/** Everything that is wrong with a touchpoint; empty when it may be taken. */
export function touchpointFaults(input: unknown, error: z.ZodError | undefined, limits: EventLimits): Fault[] {
  return allFaults(input, error, (fields) => [
    timeOf(fields, limits),
    isNobody(fields) && !isImpersonal(fields, limits) ? invalid('/identity', NOBODY) : undefined,
    fields.arm !== undefined && fields.test === undefined ? invalid('/arm', 'arm needs a test: name the test it belongs to') : undefined,
  ]);
}

/** Everything that is wrong with a conversion; empty when it may be taken. */
export function conversionFaults(input: unknown, error: z.ZodError | undefined, limits: EventLimits): Fault[] {
  return allFaults(input, error, (fields) => {
    const isFound = !isNobody(fields) || fields.promoCode !== undefined || isImpersonal(fields, limits);
    const [hasValue, hasCurrency] = [fields.valueMinor !== undefined, fields.currency !== undefined];
    return [
      timeOf(fields, limits),
      isFound ? undefined : invalid('/identity', `${NOBODY}; or send a promoCode`),
      hasValue && !hasCurrency ? invalid('/currency', 'currency is missing: a valueMinor needs one, such as USD') : undefined,
      hasCurrency && !hasValue ? invalid('/valueMinor', 'valueMinor is missing: a currency needs one') : undefined,
    ];
  });
}

/** What is wrong with an item of which only its schema and its time are to be checked; empty when it may be taken. */
export function timedFaults(input: unknown, error: z.ZodError | undefined, limits: Limits): Fault[] {
  return allFaults(input, error, (fields) => [timeOf(fields, limits)]);
}
