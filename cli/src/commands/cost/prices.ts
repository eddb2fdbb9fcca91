import { Command } from 'commander';
import { type MeterPrices, NewPrice, type Price } from '../../../../server/src/cost/prices/schema.ts';
import { listPriceList, putOperatorPrice, putPrice } from '../../../../server/src/cost/prices/service.ts';
import { CommandError } from '../../command-error.ts';
import { onInstallation, operatorOf } from '../../installation.ts';
import { readJsonFile } from '../../json-file.ts';
import { tableText } from '../../table-text.ts';

interface Named {
  tenant: string;
  json?: boolean;
}

function priceText({ tiers, currency, unitQuantity, mode, included }: Price, unit: string): string {
  if (tiers === null) return 'no price';
  const of = unitQuantity === '1' ? unit : `${unitQuantity} ${unit}`;
  const free = included === '0' ? '' : `${included} free, then `;
  const steps = tiers.map(({ upTo, price }) => (upTo === null ? price : `${price} up to ${upTo}`)).join(', ');
  return `${free}${steps} ${currency} for ${of}${tiers.length > 1 ? ` (${mode})` : ''}`;
}

const STATES = { priced: '', money: 'counts money, and needs no price', unpriced: 'unpriced: quantities, and no cost' } as const;

function rowOf({ meter, unit, state, price }: MeterPrices): string[] {
  if (price === null) return [meter, STATES[state], '', ''];
  return [meter, priceText(price, unit), price.validFrom, price.setBy];
}

async function list({ tenant, json }: Named): Promise<void> {
  const { items } = await onInstallation(async ({ context }) => listPriceList(context, await operatorOf(context, tenant)));
  if (json === true) process.stdout.write(`${JSON.stringify(items)}\n`);
  else process.stdout.write(`${tableText([['meter', 'price', 'from', 'set by'], ...items.map(rowOf)])}\n`);
}

interface SetOptions extends Named {
  currency?: string;
  price?: string;
  per?: string;
  included?: string;
  from?: string;
  file?: string;
  none?: boolean;
  own?: boolean;
}

function askedOf({ currency, price, per, included, from, file, none }: SetOptions): NewPrice {
  if ([price, file, none].filter((one) => one !== undefined).length !== 1)
    throw new CommandError('Say one of: --price for a single one, --file for tiers, --none for no price from then on.');
  const tiers = none === true ? null : [{ upTo: null, price }];
  const asked = file === undefined ? { validFrom: from, currency, unitQuantity: per, included, tiers } : readJsonFile(file);
  const parsed = NewPrice.safeParse(asked);
  if (parsed.success) return parsed.data;
  const [{ path, message }] = parsed.error.issues;
  throw new CommandError(`${path.join('.') || 'the price'} ${message}.`);
}

async function set(meter: string, options: SetOptions): Promise<void> {
  const asked = askedOf(options);
  const kept = await onInstallation(async ({ context }) => {
    const actor = await operatorOf(context, options.tenant);
    if (options.own === true) return putPrice(context, actor, meter, asked);
    return putOperatorPrice(context, 'system', { tenantId: actor.tenantId, meter }, asked);
  });
  if (options.json === true) process.stdout.write(`${JSON.stringify(kept)}\n`);
  else process.stdout.write(`${tableText([['meter', 'price today', 'from', 'set by'], rowOf(kept)])}\n`);
}

/** `earshot cost prices list`: what each meter of a tenant costs. */
export function listPricesCommand(): Command {
  return new Command('list')
    .description('list what each meter of a tenant costs')
    .requiredOption('--tenant <slug>', 'whose prices')
    .option('--json', 'print them as the API has them, every version among them')
    .action(list);
}

/** `earshot cost prices set`: says what a meter costs from a day on. */
export function setPriceCommand(): Command {
  return new Command('set')
    .description('say what a meter costs from a day on')
    .argument('<meter>', 'which meter')
    .requiredOption('--tenant <slug>', 'whose price')
    .option('--price <amount>', 'a single price, such as 0.40')
    .option('--currency <code>', 'its currency (ISO 4217)')
    .option('--per <quantity>', 'what the price is for, such as 1000; 1 when left out')
    .option('--included <quantity>', 'free in each month; 0 when left out')
    .option('--from <day>', "the day, of the tenant's time zone, from which on it holds; today when left out")
    .option('--file <file>', 'a JSON file with the price as the API has it, for tiers; in place of the options above')
    .option('--none', 'no price from then on')
    .option('--own', "the tenant's own price, which the operator's goes before; the operator's when left out")
    .option('--json', 'print what holds, and every version')
    .action(set);
}
