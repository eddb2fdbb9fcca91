import { newId } from '../../platform/chance.ts';
import type { Context } from '../../platform/context.ts';
import { forEachTenant } from '../../platform/each-tenant.ts';
import { measuresOf } from '../../platform/measures.ts';
import { type Rounds, startRounds } from '../../platform/rounds.ts';
import { inDirectory, inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { untilDone } from '../../platform/tries.ts';
import { countAiSpendIn } from '../../tenants/quotas/service.ts';
import { audioMicros, costMicros, mostMicros } from '../prices/rules.ts';
import type { Prices, TokenPrices, Tokens } from '../prices/schema.ts';
import { closeReservationIn, keepReservationIn, reserveIn } from '../reservations/service.ts';
import { quantityOf } from '../usage/rules.ts';
import { type OwnUsage, recordUsageIn } from '../usage/service.ts';
import { capReached, centsOf, hasRoom, type MeterState, microsOfCents, monthOf, OPERATORS_METER, RESERVED_FOR_MS } from './rules.ts';
import {
  deleteLapsed,
  deleteReservation,
  insertReservation,
  insertUsage,
  listMeters,
  listTenantsWithExpired,
  lockMeters,
  type ModelUsage,
  type Reservation,
  sumModels,
  updateExpired,
  updateExpiry,
  updateMeters,
} from './store.ts';

const MICROS_PER_DOLLAR = 1_000_000;
const LOOK_EVERY_MS = 15_000;
/** How long it is remembered that a reservation expired, for a call that comes to an end after all. */
const KEPT_MS = 24 * 3_600_000;

/** What a call may cost, and who sets the limits. */
export interface SpendRequest {
  /** Which meter counts, such as the key of a provider. */
  meter: string;
  /** The most this meter may count in a month, in US cents; null where nothing limits it. It holds from this call on. */
  capCents: number | null;
  /** True when the operator pays: the quota of AI spend holds, too. */
  isOperators: boolean;
  /** What it is for: the tenant's own limits may be of it alone. */
  task: string;
  prices: TokenPrices;
  /** The most tokens that the call can take in and give out. */
  most: { input: number; output: number };
}

/** The same of a call that hears audio: its price of a minute, and the most that there is to be heard. */
export interface HearingRequest extends Omit<SpendRequest, 'prices' | 'most'> {
  minuteMicros: number;
  mostMs: number;
}

function mostOf(request: SpendRequest | HearingRequest): number {
  return 'prices' in request ? mostMicros(request.prices, request.most) : audioMicros(request.minuteMicros, request.mostMs);
}

/** What a call was and what it used. */
export interface SpendUsage {
  provider: string;
  model: string;
  task: string;
  prices: TokenPrices;
  /** Undefined when nobody knows: then everything that was set aside is taken as spent. */
  tokens: Tokens | undefined;
}

/** The same of a call that heard audio. */
export interface HearingUsage extends Omit<SpendUsage, 'prices' | 'tokens'> {
  minuteMicros: number;
  /** What was heard; undefined when nobody knows. */
  audioMs: number | undefined;
}

interface Used {
  prices: Prices;
  tokens: Tokens;
  audioMs: number;
  /** Undefined when nobody knows. */
  cost: number | undefined;
}

function usedOf(usage: SpendUsage | HearingUsage): Used {
  if ('prices' in usage) {
    const cost = usage.tokens && costMicros(usage.prices, usage.tokens);
    return { prices: usage.prices, tokens: usage.tokens ?? NO_TOKENS, audioMs: 0, cost };
  }
  const { minuteMicros, audioMs } = usage;
  const cost = audioMs === undefined ? undefined : audioMicros(minuteMicros, audioMs);
  return { prices: { minuteMicros }, tokens: NO_TOKENS, audioMs: audioMs ?? 0, cost };
}

const NO_TOKENS: Tokens = { input: 0, cacheRead: 0, cacheWrite: 0, output: 0 };

function stateOf(states: ReadonlyMap<string, MeterState>, meter: string): MeterState {
  return states.get(meter) ?? { usedMicros: 0, reservedMicros: 0 };
}

/** Millionths of a dollar as an exact decimal. */
const dollarsOf = (micros: number) => quantityOf(micros / MICROS_PER_DOLLAR) ?? '0';

/**
 * Sets money aside before a call that may cost so much, on its meter, on the limits that the tenant has set itself and, where the operator
 * pays, under the tenant's quota; returns the id to settle it by. Where any of them cannot be looked up, there is no call. Whoever sets
 * money aside on the same meter at the same time waits, so no cap is passed however many do. What is not settled is given back after two
 * minutes at most. Commit before the call is made.
 * @throws AppError `quota_exceeded` when the month's spend would pass the cap or the quota, `spend_limit_reached` a limit of the tenant's
 * own; RangeError for tokens that are not whole.
 */
export async function reserveSpendIn(context: Context, tx: TenantTx, request: SpendRequest | HearingRequest): Promise<string> {
  const { meter, capCents, isOperators } = request;
  const nowMs = context.clock();
  const amountMicros = mostOf(request);
  const reservation: Reservation = {
    id: newId(),
    meters: isOperators ? [meter, OPERATORS_METER] : [meter],
    month: monthOf(nowMs),
    amountMicros,
  };
  const ask = { id: reservation.id, meter: 'ai_spend_usd', quantity: dollarsOf(amountMicros), feature: request.task };
  // Counters of limits before meters of spend, here and in settling, so that nobody waits in a circle; and these are held for less long.
  await reserveIn(context, tx, { ...ask, forMs: RESERVED_FOR_MS });
  const before = stateOf(await lockMeters(tx, reservation.month, reservation.meters), meter);
  const capMicros = capCents === null ? null : microsOfCents(capCents);
  if (capMicros !== null && !hasRoom(before, amountMicros, capMicros)) throw capReached(meter, before, capMicros, nowMs);
  const after = await updateMeters(tx, reservation, { usedMicros: 0, reservedMicros: amountMicros });
  if (isOperators && amountMicros > 0) {
    const cents = centsOf(stateOf(after, OPERATORS_METER));
    await countAiSpendIn(context, tx, { month: reservation.month, cents, mayExceed: false });
  }
  await insertReservation(tx, reservation, new Date(nowMs + RESERVED_FOR_MS));
  return reservation.id;
}

/** Keeps money aside for a call that is still under way: without that it is given back within two minutes. */
export async function keepReservedIn(context: Context, tx: TenantTx, id: string): Promise<void> {
  await updateExpiry(tx, id, new Date(context.clock() + RESERVED_FOR_MS));
  await keepReservationIn(context, tx, id, RESERVED_FOR_MS);
}

async function moveIn(context: Context, tx: TenantTx, reservation: Reservation, more: MeterState): Promise<void> {
  await lockMeters(tx, reservation.month, reservation.meters);
  const after = await updateMeters(tx, reservation, more);
  if (!reservation.meters.includes(OPERATORS_METER)) return;
  const cents = centsOf(stateOf(after, OPERATORS_METER));
  await countAiSpendIn(context, tx, { month: reservation.month, cents, mayExceed: true });
}

/** Counts a call's tokens and money as usage, of the task as the feature it was for. */
async function countUsageIn(
  context: Context,
  tx: TenantTx,
  id: string,
  { tokens, cost, ...at }: { tokens: Tokens; cost: number; feature: string; atMs: number },
): Promise<void> {
  const sum = tokens.input + tokens.cacheRead + tokens.cacheWrite + tokens.output;
  const counts = [
    { meter: 'ai_tokens', amount: sum },
    { meter: 'ai_spend_usd', amount: cost / MICROS_PER_DOLLAR },
  ] as const;
  const used = counts.flatMap(({ meter, amount }): OwnUsage[] => {
    const quantity = quantityOf(amount);
    return amount === 0 || quantity === undefined ? [] : [{ meter, id, quantity, ...at }];
  });
  await recordUsageIn(context, tx, used);
}

/**
 * Counts what a call came to instead of what was set aside for it, and records its usage; undefined when it was settled before. A call that
 * cost more counts in full, beyond the cap too, since it is spent, and the log has a warning; so does one that is settled after its time.
 * @throws RangeError for tokens that are not whole, or negative.
 */
export async function settleSpendIn(
  context: Context,
  tx: TenantTx,
  id: string,
  usage: SpendUsage | HearingUsage,
): Promise<{ costMicros: number } | undefined> {
  const { provider, model, task } = usage;
  const { prices, tokens, audioMs, cost: known } = usedOf(usage);
  const reservation = await deleteReservation(tx, id);
  if (!reservation) return undefined;
  const cost = known ?? reservation.amountMicros;
  const reservedMicros = reservation.isExpired ? 0 : -reservation.amountMicros;
  const count = (at: Date) => countUsageIn(context, tx, id, { tokens, cost, feature: task, atMs: at.getTime() });
  const closed = await closeReservationIn(context, tx, { id, settled: dollarsOf(cost) }, count);
  if (!closed) await count(new Date(context.clock()));
  await moveIn(context, tx, reservation, { usedMicros: cost, reservedMicros });
  await insertUsage(tx, {
    provider,
    model,
    task,
    prices,
    id,
    recordedAt: new Date(context.clock()),
    month: reservation.month,
    meter: reservation.meters[0],
    tokens,
    audioMs,
    reservedMicros: reservation.amountMicros,
    costMicros: cost,
    isEstimate: known === undefined,
  });
  if (cost > reservation.amountMicros) {
    const amounts = { costMicros: cost, reservedMicros: reservation.amountMicros };
    context.log.warn(
      { tenantId: tx.tenantId, model: usage.model, task: usage.task, ...amounts },
      'a call cost more than was set aside for it',
    );
  }
  return { costMicros: cost };
}

/**
 * The same in a transaction of its own, which waits for locks as long as it takes and is tried again where others made it fail: a call that
 * was made is paid for, so that it must not go uncounted. Whoever calls has authorized it.
 */
export async function settleSpend(
  context: Context,
  _actor: 'system',
  tenantId: string,
  { id, usage }: { id: string; usage: SpendUsage | HearingUsage },
): Promise<{ costMicros: number } | undefined> {
  const settled = await untilDone(() => inTenant(context.db, tenantId, (tx) => settleSpendIn(context, tx, id, usage), { patient: true }));
  if (settled) measuresOf(context.log).aiSpend.inc({ task: usage.task }, settled.costMicros / MICROS_PER_DOLLAR);
  return settled;
}

/** How each meter of the tenant stands this month, named by its first day; one that is not there has counted nothing. */
export async function listSpendIn(context: Context, tx: TenantTx): Promise<{ month: string; meters: ReadonlyMap<string, MeterState> }> {
  const month = monthOf(context.clock());
  return { month, meters: await listMeters(tx, month) };
}

/** What calls about texts used since an instant, by provider and model, for areas that compare prices. The caller authorizes. */
export async function sumModelsIn(tx: TenantTx, from: Date): Promise<ModelUsage[]> {
  return sumModels(tx, from);
}

/** Gives back what was set aside for calls that nobody settled in time, as when a process died. Returns how many there were. */
export async function expireReservations(context: Context, _actor: 'system'): Promise<number> {
  const now = new Date(context.clock());
  let expired = 0;
  const expire = (tenantId: string) =>
    inTenant(context.db, tenantId, async (tx) => {
      await deleteLapsed(tx, now);
      const found = await updateExpired(tx, now, new Date(now.getTime() + KEPT_MS));
      const months = [...Map.groupBy(found, ({ month }) => month)].toSorted(([a], [b]) => (a < b ? -1 : 1));
      // All meters first, so that nobody who waits for one of them holds another.
      for (const [month, some] of months) await lockMeters(tx, month, [...new Set(some.flatMap(({ meters }) => meters))]);
      for (const one of found) await moveIn(context, tx, one, { usedMicros: 0, reservedMicros: -one.amountMicros });
      expired += found.length;
    });
  const due = await inDirectory(context.db, (tx) => listTenantsWithExpired(tx, now));
  await forEachTenant(due, expire, {
    task: 'spend-expiry',
    failure: 'money set aside could not be given back; it is tried again',
    log: context.log,
  });
  return expired;
}

/** Looks every 15 seconds for money that was set aside and is not settled in time, until `close`. */
export function startMetering(context: Context, actor: 'system'): Rounds {
  const round = async () => void (await expireReservations(context, actor));
  return startRounds(round, { everyMs: LOOK_EVERY_MS, failure: 'money set aside could not be given back', log: context.log });
}
