import type { Context } from '../../platform/context.ts';
import type { TenantTx } from '../../platform/tenant-door.ts';
import { refusal } from '../../platform/errors.ts';
import { costMicros, minutePriceAt, priceAt, readPrices } from './rules.ts';
import type { Prices, PublicPrice, TokenPrices, Tokens, Vendor } from './schema.ts';
import { SHIPPED } from './shipped.ts';
import { findPriceVersion, insertPriceVersion, listPricedModels, type PricedModel } from './store.ts';

const shipped = readPrices(SHIPPED);
const operatorsByContext = new WeakMap<Context, PublicPrice[]>();

/** The public prices: what the operator wrote down goes before what is shipped. */
function publicPricesOf(context: Context): PublicPrice[] {
  const operators = operatorsByContext.get(context) ?? readPrices(context.operatorAi.prices);
  operatorsByContext.set(context, operators);
  return [...operators, ...shipped];
}

/** Reads the operator's price list, at the start. @throws AppError `unavailable` with a sentence for the operator where it is wrong. */
export function checkOperatorPrices(context: Context): void {
  try {
    publicPricesOf(context);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw refusal(`EARSHOT_AI_PRICES: ${cause.message}`, { cause });
  }
}

/**
 * What the tokens of a model would cost now with each other model of its vendor, at public prices; none for a model nobody knows. The
 * operator's own word of a price goes before the shipped one.
 */
export function listAlternatives(
  context: Context,
  _actor: 'system',
  { model, tokens }: { model: string; tokens: Tokens },
): { model: string; costMicros: number }[] {
  const day = new Date(context.clock()).toISOString().slice(0, 10);
  const holding = publicPricesOf(context).filter(({ from, to }) => from <= day && (to === null || day < to));
  const vendor = holding.find((one) => one.model === model)?.vendor;
  const others = new Map<string, number>();
  for (const { vendor: own, model: other, prices } of holding)
    if (own === vendor && other !== model && prices !== undefined && !others.has(other)) others.set(other, costMicros(prices, tokens));
  return [...others].map(([other, cost]) => ({ model: other, costMicros: cost }));
}

/** Which price is asked for: a vendor's public one, or the tenant's own, which goes before it. */
export interface PriceQuestion extends PricedModel {
  /** Whose public price holds where the tenant has none of its own; null for an address of nobody in particular. */
  vendor: Vendor | null;
  /** False where another one pays: a tenant's word counts for its own money alone. */
  mayBeOwn: boolean;
}

const tokensOf = (prices: Prices | undefined) => (prices !== undefined && 'inputMicros' in prices ? prices : undefined);
const minuteOf = (prices: Prices | undefined) => (prices !== undefined && 'minuteMicros' in prices ? prices.minuteMicros : undefined);

/** What the tokens of a model cost now; undefined when nobody knows, which is no reason to take them for free. */
export async function findPriceIn(context: Context, tx: TenantTx, question: PriceQuestion): Promise<TokenPrices | undefined> {
  const nowMs = context.clock();
  const own = question.mayBeOwn ? tokensOf(await findPriceVersion(tx, question, new Date(nowMs))) : undefined;
  if (own !== undefined || question.vendor === null) return own;
  return priceAt(publicPricesOf(context), { vendor: question.vendor, model: question.model }, nowMs);
}

/** What a minute of audio costs with a model now, in millionths of a US dollar; undefined when nobody knows. */
export async function findMinutePriceIn(context: Context, tx: TenantTx, question: PriceQuestion): Promise<number | undefined> {
  const nowMs = context.clock();
  const own = question.mayBeOwn ? minuteOf(await findPriceVersion(tx, question, new Date(nowMs))) : undefined;
  if (own !== undefined || question.vendor === null) return own;
  return minutePriceAt(publicPricesOf(context), { vendor: question.vendor, model: question.model }, nowMs);
}

/** The price of a model, of its tokens or of a minute of audio, and whose it is. */
export interface ListedPrice {
  prices: TokenPrices | null;
  minuteMicros: number | null;
  from: 'own' | 'public';
}

/** What these models of a provider cost now, and whether that is the tenant's own price; a model nobody knows a price of is left out. */
export async function listPricesIn(
  context: Context,
  tx: TenantTx,
  { provider, vendor, mayBeOwn }: Omit<PriceQuestion, 'model'>,
  models: readonly string[],
): Promise<Map<string, ListedPrice>> {
  const nowMs = context.clock();
  const own = mayBeOwn ? await listPricedModels(tx, provider, new Date(nowMs)) : new Map<string, Prices>();
  const found = new Map<string, ListedPrice>();
  for (const model of models) {
    const ours = own.get(model);
    const list = vendor === null ? [] : publicPricesOf(context);
    const of = vendor === null ? undefined : { vendor, model };
    const prices = ours === undefined ? of && priceAt(list, of, nowMs) : tokensOf(ours);
    const minute = ours === undefined ? of && minutePriceAt(list, of, nowMs) : minuteOf(ours);
    if (prices === undefined && minute === undefined) continue;
    found.set(model, { prices: prices ?? null, minuteMicros: minute ?? null, from: ours === undefined ? 'public' : 'own' });
  }
  return found;
}

function isSame(a: Prices | undefined, b: Prices | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  const names = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...names].every((name) => a[name as keyof Prices] === b[name as keyof Prices]);
}

/**
 * From now on these are the tenant's own prices at a provider; a model that is not among them has none. What was priced before stays
 * priced as it was: each change is a version of its own.
 */
export async function putOwnPricesIn(context: Context, tx: TenantTx, provider: string, prices: ReadonlyMap<string, Prices>): Promise<void> {
  const at = new Date(context.clock());
  const before = await listPricedModels(tx, provider, at);
  for (const model of new Set([...before.keys(), ...prices.keys()])) {
    const after = prices.get(model);
    if (!isSame(before.get(model), after)) await insertPriceVersion(tx, { provider, model }, after ?? null, at);
  }
}
