import { AppError, invalid } from '../../platform/errors.ts';
import { Currency } from '../../platform/money.ts';
import { builtInMeter } from '../usage/meters.ts';
import type { Meter, WhenUnknown } from '../usage/schema.ts';
import type { Limit, LimitInput } from './schema.ts';
import type { LimitRow, Use } from './store.ts';

/**
 * The meters of our own whose work a hard limit stops before it begins, and what holds while nobody can say how they stand. Of the others
 * Earshot counts what has happened already, which nothing can refuse.
 */
export const STOPPABLE: ReadonlyMap<string, WhenUnknown> = new Map([
  ['ai_spend_usd', 'refuse'],
  ['attribution_runs', 'refuse'],
  ['exports', 'allow'],
  ['api_calls', 'allow'],
]);

/** The meters of our own that are counted by feature: of AI, the task. None is counted by campaign. */
const BY_FEATURE: readonly string[] = ['ai_spend_usd', 'ai_tokens'];

/** What becomes of a meter's work while its limits cannot be looked up. Programs that reserve on meters of their own are told to wait. */
export function whenUnknown(meter: string): WhenUnknown {
  return STOPPABLE.get(meter) ?? (builtInMeter(meter) === undefined ? 'refuse' : 'allow');
}

/** Whether a meter counts money. */
export function isMoney({ unit }: Pick<Meter, 'unit'>): boolean {
  return Currency.safeParse(unit).success;
}

/** A decimal as an exact number of ten-billionths, of at most ten decimals. */
function units(decimal: string): bigint {
  const [whole, decimals = ''] = decimal.split('.');
  return BigInt(whole + decimals.slice(0, 10).padEnd(10, '0'));
}

/** Whether one exact decimal, not negative, is above another. */
export function isAbove(one: string, other: string): boolean {
  return units(one) > units(other);
}

function stoppableList(): string {
  return [...STOPPABLE.keys()].join(', ');
}

/** What keeps a limit from being set on a meter; undefined where nothing does. */
export function limitFault({ soft, hard, entity }: LimitInput, meter: Meter): AppError | undefined {
  const { key, aggregation, isBuiltIn } = meter;
  if (aggregation !== 'sum' && aggregation !== 'count') {
    return invalid('/meter', `"${key}" is no sum and no count, so a period's quantity does not add up; choose a meter that does.`);
  }
  if (soft !== null && hard !== null && isAbove(soft, hard)) {
    return invalid('/soft', `"soft" is ${soft} and must not lie above "hard", which is ${hard}.`);
  }
  if (isBuiltIn && hard !== null && !STOPPABLE.has(key)) {
    const detail = `"${key}" counts what has happened already, so nothing can be refused by it; set a soft limit. Hard ones stop`;
    return invalid('/hard', `${detail} ${stoppableList()} and what programs reserve on meters of your own.`);
  }
  if (isBuiltIn && (entity.type === 'campaign' || (entity.type === 'feature' && !BY_FEATURE.includes(key)))) {
    return invalid('/entity', `"${key}" is not counted by ${entity.type}; set the limit for all of the tenant.`);
  }
  return undefined;
}

/** Which limit is reached by what is used and reserved together. */
export function standingOf({ soft, hard, allowed, used, reserved }: Pick<Limit, 'soft' | 'hard' | 'allowed' | 'used' | 'reserved'>) {
  const taken = units(used) + units(reserved);
  if (allowed !== null && taken >= units(allowed)) return 'hard';
  if (hard !== null && taken >= units(hard)) return 'grace';
  return soft !== null && taken >= units(soft) ? 'soft' : 'below';
}

/** Whether so much more fits under a limit; what takes nothing always does. */
export function hasRoom({ allowed, used, reserved }: Pick<Limit, 'allowed' | 'used' | 'reserved'>, quantity: string): boolean {
  return allowed === null || units(quantity) === 0n || units(used) + units(reserved) + units(quantity) <= units(allowed);
}

/** Used and reserved as whole percent of the hard limit, or of the soft one; of a limit of nothing, 100. */
export function percentOf({ soft, hard, used, reserved }: Pick<Limit, 'soft' | 'hard' | 'used' | 'reserved'>): number {
  const most = units(hard ?? soft ?? '0');
  if (most === 0n) return 100;
  const percent = ((units(used) + units(reserved)) * 100n) / most;
  return Number(percent > 1_000_000n ? 1_000_000n : percent);
}

/** A limit as it is answered. */
export function limitOf(row: LimitRow, meters: ReadonlyMap<string, Pick<Meter, 'unit'>>): Limit {
  const { id: _id, noticed: _noticed, entityType, entityKey, ...rest } = row;
  return {
    ...rest,
    unit: meters.get(row.meter)?.unit ?? '',
    entity: { type: entityType, key: entityType === 'tenant' ? null : entityKey },
    percent: percentOf(row),
    standing: standingOf(row),
    whenUnknown: whenUnknown(row.meter),
  };
}

/** Whether a limit is of any of these uses. */
export function isOfAny({ meter, entityType, entityKey }: LimitRow, uses: readonly Use[]): boolean {
  return uses.some((use) => use.meter === meter && (entityType === 'tenant' || use[entityType] === entityKey));
}

function whose({ entity }: Limit): string {
  return entity.type === 'tenant' ? 'this tenant' : `the ${entity.type} "${entity.key}"`;
}

function amounts({ used, reserved, unit }: Limit): string {
  return `${used} ${unit} are used${reserved === '0' ? '' : ` and ${reserved} set aside for work under way`}`;
}

/** The warning of a limit that is reached and lets work go on; undefined below it. */
export function warningOf(limit: Limit): string | undefined {
  const { key, standing, soft, hard, allowed, unit, meter, period, resetsAt } = limit;
  if (standing === 'below') return undefined;
  const what = `"${meter}" a ${period} for ${whose(limit)}`;
  if (standing === 'soft') return `The soft limit "${key}" of ${soft} ${unit} on ${what} is reached: ${amounts(limit)}.`;
  if (standing === 'hard') return `The limit "${key}" of ${allowed} ${unit} on ${what} is used up until ${resetsAt}: ${amounts(limit)}.`;
  const end = allowed === null ? `until ${limit.graceUntil}` : `up to ${allowed} ${unit}`;
  return `The hard limit "${key}" of ${hard} ${unit} on ${what} is passed, and grace lets work go on ${end}: ${amounts(limit)}.`;
}

/**
 * The refusal at a hard limit: it names the entity, the limit, what is used and when counting begins anew. Asking again before that makes
 * no sense, and never does for more than the whole limit.
 */
export function limitReached(limit: Limit, quantity: string, nowMs: number): AppError {
  const { key, meter, unit, entity, hard, allowed, used, reserved, period, resetsAt } = limit;
  const isTooMuch = allowed !== null && isAbove(quantity, allowed);
  const remedy = isTooMuch
    ? `Ask for less, or raise the limit.`
    : `Counting begins anew at ${resetsAt}; raise the limit for more before that.`;
  const message =
    `The limit "${key}" lets ${whose(limit)} use ${allowed} ${unit} of "${meter}" a ${period}: ${amounts(limit)}, ` +
    `and ${quantity} more would pass it. ${remedy}`;
  return new AppError(isMoney(limit) ? 'spend_limit_reached' : 'quota_exceeded', message, {
    retryAfterSeconds: isTooMuch ? undefined : Math.max(1, Math.ceil((Date.parse(resetsAt) - nowMs) / 1_000)),
    extensions: { limitKey: key, meter, entity, limit: hard, allowed, used, reserved, requested: quantity, resetsAt },
  });
}

/** The mail by which people learn that a limit is reached. */
export function noticeOf(tenantName: string, limit: Limit, reached: 'soft' | 'hard'): { subject: string; text: string } {
  const { key, meter, unit, period, used, resetsAt, soft, hard, allowed } = limit;
  const goesOn = allowed === null ? `until ${limit.graceUntil}` : `up to ${allowed} ${unit}`;
  const consequence =
    reached === 'soft'
      ? `Work goes on${hard === null ? '' : `; beyond ${hard} ${unit} it is refused`}.`
      : allowed === hard
        ? 'More is refused until then, or until the limit is raised.'
        : `Grace lets work go on ${goesOn}.`;
  return {
    subject: `${tenantName}: the ${reached} limit ${key} is reached`,
    text:
      `The ${reached} limit "${key}" of ${reached === 'soft' ? soft : hard} ${unit} on the meter "${meter}" a ${period} ` +
      `for ${whose(limit)} is reached: ${used} ${unit} are used. Counting begins anew at ${resetsAt}. ${consequence}`,
  };
}
