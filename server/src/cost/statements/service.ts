import { findMetersIn, listDailyUsageIn } from '../../metering/usage/service.ts';
import type { Context } from '../../platform/context.ts';
import { invalid } from '../../platform/errors.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { findTenantIn } from '../../tenants/service.ts';
import { findTimeZoneIn } from '../../tenants/settings/service.ts';
import { dayIn } from '../../platform/zone-days.ts';
import { CLOSES_AFTER_MS, monthOf, nextMonth } from '../entries/rules.ts';
import { findMonthInstants } from '../exports/store.ts';
import { priceOn, units, unitsText, versionsOf } from '../prices/rules.ts';
import { listPrices } from '../prices/store.ts';
import { billOf, type ExactLine, statementCsv } from './rules.ts';
import type { Statement } from './schema.ts';
import { type BilledLine, listBilledLines } from './store.ts';

type LineOf = (line: BilledLine) => ExactLine;

async function linerIn(tx: TenantTx): Promise<LineOf> {
  const meters = await findMetersIn(tx);
  const prices = new Map((await listPrices(tx)).map((one) => [JSON.stringify([one.meter, one.version]), one]));
  return ({ kind, meter, correctsMonth, priceVersion, tier, quantity, unit, amount, note }) => {
    const price = prices.get(JSON.stringify([meter, priceVersion]));
    const isUsage = kind === 'usage';
    const ofTier = tier === 0 ? '0' : (price?.tiers?.[tier - 1].price ?? null);
    return {
      kind,
      meter: meter || null,
      description: note ?? (meters.get(meter)?.description || meter),
      correctsMonth,
      quantity,
      unit: unit || null,
      tier: isUsage && price ? tier : null,
      price: isUsage && price ? ofTier : null,
      unitQuantity: isUsage && price ? price.unitQuantity : null,
      exact: amount,
    };
  };
}

/** What was used on days without a price, by meter. */
async function unpricedIn(tx: TenantTx, month: string): Promise<Statement['unpriced']> {
  const meters = await findMetersIn(tx);
  const usage = await listDailyUsageIn(tx, { from: `${month}-01`, to: nextMonth(`${month}-01`) }, [...meters.keys()]);
  const stored = Map.groupBy(await listPrices(tx), (one) => one.meter);
  const sums = new Map<string, bigint>();
  for (const [meter, days] of Map.groupBy(usage, (one) => one.meter)) {
    const versions = versionsOf(stored.get(meter) ?? []);
    const free = days.filter(({ day }) => priceOn(meter, versions, day) === undefined);
    if (free.length > 0)
      sums.set(
        meter,
        free.reduce((sum, { quantity }) => sum + units(quantity), 0n),
      );
  }
  return [...sums].map(([meter, quantity]) => ({ meter, quantity: unitsText(quantity), unit: meters.get(meter)?.unit ?? '' }));
}

/**
 * A month's bill, ready to be sent: its lines in the smallest unit of their currency, so that they sum to the total. Once it is closed it
 * stays as it is.
 * @throws AppError `forbidden`; `invalid_request` for a month that has not begun.
 */
export async function getStatement(context: Context, actor: Actor, month: string): Promise<Statement> {
  authorize(actor, 'cost_entries.read');
  return inTenant(
    context.db,
    actor.tenantId,
    async (tx) => {
      const timeZone = await findTimeZoneIn(tx);
      const now = context.clock();
      if (`${month}-01` > monthOf(dayIn(timeZone, now))) throw invalid('/month', `must not lie ahead: ${month} has not begun.`);
      const closesAtMs = Date.parse((await findMonthInstants(tx, month, timeZone)).end) + CLOSES_AFTER_MS;
      const line = await linerIn(tx);
      const byCurrency = Map.groupBy(await listBilledLines(tx, month), ({ currency }) => currency);
      return {
        month,
        tenant: { id: tx.tenantId, name: (await findTenantIn(tx))?.name ?? '' },
        issuer: new URL(context.publicUrl).host,
        timeZone,
        status: now < closesAtMs ? 'open' : 'closed',
        closesAt: new Date(closesAtMs).toISOString(),
        asOf: new Date(now).toISOString(),
        currencies: [...byCurrency].map(([currency, lines]) => billOf(currency, lines.map(line))),
        unpriced: await unpricedIn(tx, month),
      };
    },
    { readOnly: true },
  );
}

/** The same as CSV, a row per line. @throws AppError as `getStatement` does. */
export async function exportStatement(context: Context, actor: Actor, month: string): Promise<string> {
  return statementCsv(await getStatement(context, actor, month));
}
