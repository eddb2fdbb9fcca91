import { findMetersIn } from '../../metering/usage/service.ts';
import { recordAuditIn, recordDeedIn } from '../../platform/audit.ts';
import type { Context } from '../../platform/context.ts';
import { AppError, invalid } from '../../platform/errors.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize, type Operator } from '../../tenants/authorize.ts';
import { getTenantIn } from '../../tenants/lifecycle/service.ts';
import { findTimeZoneIn } from '../../tenants/settings/service.ts';
import { dayIn } from '../../platform/zone-days.ts';
import { monthOf, nextMonth } from '../entries/rules.ts';
import { upsertWaitingRatings } from '../entries/store.ts';
import { isMoney, MONEY_CURRENCY, units, unitsText, versionOn, versionsOf } from './rules.ts';
import type { MeterPrices, NewPrice, Price, PriceList } from './schema.ts';
import { insertPrice, listPrices, lockPrices, type PriceToKeep, type StoredPrice } from './store.ts';

const MOST_VERSIONS = 500;
const LATEST = '2100-01-01';

function shown({ meter: _meter, ...price }: StoredPrice): Price {
  return price;
}

/** Figures as they are kept: the same however many zeros somebody wrote. */
function plainTerms({ currency = '', unitQuantity, mode, included, tiers }: NewPrice): PriceToKeep['terms'] {
  if (tiers === null) return null;
  const plain = (text: string) => unitsText(units(text));
  return {
    currency,
    unitQuantity: plain(unitQuantity),
    mode,
    included: plain(included),
    tiers: tiers.map(({ upTo, price }) => ({ upTo: upTo === null ? null : plain(upTo), price: plain(price) })),
  };
}

const sayingOf = ({
  setBy,
  validFrom,
  currency,
  unitQuantity,
  mode,
  included,
  tiers,
}: Omit<StoredPrice, 'meter' | 'version' | 'createdAt'>) =>
  JSON.stringify([setBy, validFrom, currency, unitQuantity, mode, included, tiers?.map(({ upTo, price }) => [upTo, price]) ?? null]);

interface Setting {
  meter: string;
  setBy: 'tenant' | 'operator';
  price: NewPrice;
  by: string;
}

/** Months from that of one day to that of another one. */
function monthsBetween(from: string, to: string): string[] {
  const months: string[] = [];
  for (let month = monthOf(from); month <= monthOf(to); month = nextMonth(month)) months.push(month);
  return months;
}

/** From which day on a price holds. @throws AppError `invalid_request` for one too early or too late. */
function validFromOf({ validFrom }: NewPrice, today: string): string {
  const day = validFrom ?? today;
  const lastMonth = monthOf(new Date(Date.parse(monthOf(today)) - 1).toISOString().slice(0, 10));
  if (day < lastMonth) throw invalid('/validFrom', `must not be before ${lastMonth}, the beginning of the month before the present one.`);
  if (day > LATEST) throw invalid('/validFrom', `must not be after ${LATEST}.`);
  return day;
}

/** Keeps a version, has the months that it changes rated anew, and audits it in the tenant's log; the same price again changes nothing. */
async function putIn(context: Context, tx: TenantTx, { meter, setBy, price, by }: Setting): Promise<MeterPrices> {
  const known = (await findMetersIn(tx)).get(meter);
  if (known === undefined) throw new AppError('not_found', 'There is no such meter; GET /api/v1/cost/meters lists those there are.');
  if (isMoney(meter) && price.tiers !== null && price.currency !== MONEY_CURRENCY)
    throw invalid('/currency', `must be ${MONEY_CURRENCY}: ${meter} counts ${MONEY_CURRENCY}.`);
  const today = dayIn(await findTimeZoneIn(tx), context.clock());
  const validFrom = validFromOf(price, today);
  await lockPrices(tx);
  const before = await listPrices(tx, meter);
  const terms = plainTerms(price);
  const none = { currency: null, unitQuantity: null, mode: null, included: null, tiers: null };
  const said = sayingOf({ setBy, validFrom, ...(terms ?? none) });
  const latest = before.findLast((one) => one.setBy === setBy && one.validFrom === validFrom);
  if (latest === undefined || sayingOf(latest) !== said) {
    if (before.length >= MOST_VERSIONS) throw new AppError('conflict', `${meter} has ${MOST_VERSIONS} versions of its price already.`);
    const kept = await insertPrice(tx, { meter, setBy, validFrom, terms, at: new Date(context.clock()), by });
    await recordAuditIn(tx, { actor: by, action: 'cost_price.put', target: meter, after: { ...kept, tiers: kept.tiers ?? null } });
    const months = monthsBetween(validFrom, today).map((month) => ({ meter, month }));
    if (months.length > 0) await upsertWaitingRatings(tx, months, new Date(context.clock()));
    before.push(kept);
  }
  return meterPrices(known, before, today);
}

function meterPrices(
  { key, unit, isBuiltIn }: { key: string; unit: string; isBuiltIn: boolean },
  stored: StoredPrice[],
  today: string,
): MeterPrices {
  const holding = versionOn(versionsOf(stored), today);
  const price = stored.find(({ version }) => version === holding?.version);
  const state = price !== undefined ? 'priced' : isMoney(key) ? 'money' : 'unpriced';
  return { meter: key, unit, isBuiltIn, state, price: price === undefined ? null : shown(price), versions: stored.map(shown) };
}

async function priceListIn(context: Context, tx: TenantTx): Promise<PriceList> {
  const today = dayIn(await findTimeZoneIn(tx), context.clock());
  const stored = Map.groupBy(await listPrices(tx), ({ meter }) => meter);
  const meters = [...(await findMetersIn(tx)).values()];
  return { items: meters.map((meter) => meterPrices(meter, stored.get(meter.key) ?? [], today)) };
}

/**
 * What each meter of the tenant costs today and ever did. Meters without a price are told as such: what they count has no cost.
 * @throws AppError `forbidden`.
 */
export async function listPriceList(context: Context, actor: Actor): Promise<PriceList> {
  authorize(actor, 'cost_prices.read');
  return inTenant(context.db, actor.tenantId, (tx) => priceListIn(context, tx), { readOnly: true });
}

/** The same of any tenant, for the operator. @throws AppError `not_found` for an unknown tenant. */
export async function listOperatorPrices(context: Context, _actor: Operator | 'system', tenantId: string): Promise<PriceList> {
  const read = async (tx: TenantTx) => {
    await getTenantIn(tx);
    return priceListIn(context, tx);
  };
  return inTenant(context.db, tenantId, read, { readOnly: true, unmetered: true });
}

/**
 * Sets what a meter costs from a day on, or that it has no price from then on. Usage of days since then is booked anew within half a
 * minute, by further entries. The operator's price goes before it.
 * @throws AppError `forbidden`; `not_found` for an unknown meter; `invalid_request` for a day too early or too late, and for another
 * currency than that of a meter that counts money; `conflict` beyond 500 versions.
 */
export async function putPrice(context: Context, actor: Actor, meter: string, price: NewPrice): Promise<MeterPrices> {
  authorize(actor, 'cost_prices.write');
  return inTenant(context.db, actor.tenantId, (tx) => putIn(context, tx, { meter, setBy: 'tenant', price, by: actor.name }));
}

/** What the operator asks a tenant for a meter, as `putPrice`. @throws AppError as it does; `not_found` for an unknown tenant, too. */
export async function putOperatorPrice(
  context: Context,
  actor: Operator | 'system',
  place: { tenantId: string; meter: string },
  price: NewPrice,
): Promise<MeterPrices> {
  const by = actor === 'system' ? 'system' : actor.name;
  const { tenantId, meter } = place;
  return inTenant(context.db, tenantId, async (tx) => {
    await getTenantIn(tx);
    const kept = await putIn(context, tx, { meter, setBy: 'operator', price, by });
    await recordDeedIn(tx, {
      actor: by,
      action: 'tenant.put_price',
      after: { meter, validFrom: price.validFrom ?? null, tiers: price.tiers },
    });
    return kept;
  });
}
