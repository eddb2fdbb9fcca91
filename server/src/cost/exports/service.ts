import { listAllAdvertisersIn } from '../../catalog/advertisers/service.ts';
import { listAllCampaignsIn } from '../../catalog/campaigns/service.ts';
import type { Context } from '../../platform/context.ts';
import { inTenant, type TenantTx } from '../../platform/tenant-door.ts';
import { type Actor, authorize } from '../../tenants/authorize.ts';
import { findTenantIn } from '../../tenants/service.ts';
import { findTimeZoneIn } from '../../tenants/settings/service.ts';
import { listPrices } from '../prices/store.ts';
import { type Bill, type Charge, type ChargeOwner, type ChargePrice, focusHead, focusLine } from './focus.ts';
import type { FocusVersion } from './schema.ts';
import { type BillPart, findMonthInstants, listEnteredCharges, listUsageCharges, type UsagePlace } from './store.ts';

/** How many rows are in memory at a time. */
const BATCH = 500;
/** How many lines make a part: a text of more than about 128 KB would be kept by V8 until it collects all of its memory. */
const LINES_AT_ONCE = 100;
const NO_OWNER: ChargeOwner = { campaignName: null, advertiser: null, advertiserName: null };
const INCLUDED = '0';
/** Of money that is counted. */
const OF_ITSELF: ChargePrice = { unitQuantity: '1', price: '1' };

/** What is the same for every line of an export: small beside its lines. */
interface Ground {
  bill: Bill;
  part: BillPart;
  priceOf(charge: Charge): ChargePrice;
  ownerOf(charge: Charge): ChargeOwner;
}

async function ownersIn(tx: TenantTx): Promise<Ground['ownerOf']> {
  const advertisers = new Map((await listAllAdvertisersIn(tx)).map(({ key, name }) => [key, name]));
  const owners = new Map(
    (await listAllCampaignsIn(tx)).map(({ key, name, advertiser }) => [
      key,
      { campaignName: name, advertiser, advertiserName: advertiser === null ? null : (advertisers.get(advertiser) ?? null) },
    ]),
  );
  return ({ campaign }) => owners.get(campaign) ?? NO_OWNER;
}

async function pricesIn(tx: TenantTx): Promise<Ground['priceOf']> {
  const prices = new Map((await listPrices(tx)).map((one) => [`${one.meter} ${one.version}`, one]));
  return ({ meter, priceVersion, tier }) => {
    const found = prices.get(`${meter} ${priceVersion}`);
    if (!found) return OF_ITSELF;
    return { unitQuantity: found.unitQuantity ?? '1', price: tier === 0 ? INCLUDED : (found.tiers?.[tier - 1].price ?? INCLUDED) };
  };
}

async function groundIn(context: Context, tx: TenantTx, month: string, version: FocusVersion): Promise<Ground> {
  const timeZone = await findTimeZoneIn(tx);
  const tenantName = (await findTenantIn(tx))?.name ?? '';
  const period = await findMonthInstants(tx, month, timeZone);
  const bill = { tenantId: tx.tenantId, tenantName, issuer: new URL(context.publicUrl).host, ...period, version };
  const part = { month, asOf: new Date(context.clock()), timeZone };
  return { bill, part, priceOf: await pricesIn(tx), ownerOf: await ownersIn(tx) };
}

async function* linesOf(context: Context, tenantId: string, { bill, part, priceOf, ownerOf }: Ground): AsyncGenerator<string> {
  const line = (charge: Charge) => focusLine(bill, charge, { price: priceOf(charge), owner: ownerOf(charge) });
  const read = <Row>(list: (tx: TenantTx) => Promise<Row[]>) => inTenant(context.db, tenantId, list, { readOnly: true });
  function* partsOf(rows: readonly Charge[]): Generator<string> {
    for (let from = 0; from < rows.length; from += LINES_AT_ONCE) {
      let text = '';
      for (const row of rows.slice(from, from + LINES_AT_ONCE)) text += line(row);
      yield text;
    }
  }
  yield focusHead(bill.version);
  let place: UsagePlace | undefined;
  do {
    const after = place;
    const rows = await read((tx) => listUsageCharges(tx, part, { after, limit: BATCH }));
    yield* partsOf(rows);
    place = rows.length < BATCH ? undefined : rows.at(-1)?.place;
  } while (place !== undefined);
  let id: string | undefined;
  do {
    const after = id;
    const rows = await read((tx) => listEnteredCharges(tx, part, { after, limit: BATCH }));
    yield* partsOf(rows);
    id = rows.length < BATCH ? undefined : rows.at(-1)?.id;
  } while (id !== undefined);
}

/**
 * A month's bill as lines of CSV in FOCUS, of version 1.2 unless another one is named, with what was booked until now; never more than some
 * thousand rows are in memory. Each currency is a bill of its own, and tells so in its rows.
 * @throws AppError `forbidden`.
 */
export async function exportFocus(
  context: Context,
  actor: Actor,
  month: string,
  version: FocusVersion = '1.2',
): Promise<AsyncIterable<string>> {
  authorize(actor, 'cost_entries.read');
  const ground = await inTenant(context.db, actor.tenantId, (tx) => groundIn(context, tx, month, version), { readOnly: true });
  return linesOf(context, actor.tenantId, ground);
}
