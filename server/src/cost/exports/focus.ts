import { csvCell } from '../../platform/csv.ts';
import { decimalText, roundedQuotient } from '../../platform/decimals.ts';
import { units } from '../prices/rules.ts';
import type { FocusVersion } from './schema.ts';

/** Whose bill it is, and of which month. */
export interface Bill {
  tenantId: string;
  tenantName: string;
  /** Who bills it: the operator, by the address under which people reach the installation. */
  issuer: string;
  /** Instants as FOCUS writes them; the end is the first instant of the next month. */
  start: string;
  end: string;
  version: FocusVersion;
}

/** What usage costs under one price, or one entry that was made by hand. */
export interface Charge {
  kind: 'usage' | 'purchase' | 'credit' | 'tax';
  isCorrection: boolean;
  /** Instants as FOCUS writes them, the end excluded. */
  start: string;
  end: string;
  meter: string;
  campaign: string;
  feature: string;
  priceVersion: number;
  tier: number;
  /** Exact decimals. */
  quantity: string | null;
  unit: string;
  currency: string;
  amount: string;
  note: string | null;
}

/** What the price of a charge says of its tier. */
export interface ChargePrice {
  unitQuantity: string;
  price: string;
}

/** A campaign by its name, and for whom it is. */
export interface ChargeOwner {
  campaignName: string | null;
  advertiser: string | null;
  advertiserName: string | null;
}

const SERVICE_CATEGORIES: Readonly<Record<string, string>> = {
  ai_tokens: 'AI and Machine Learning',
  ai_spend_usd: 'AI and Machine Learning',
  storage_bytes: 'Storage',
  storage_gb_hours: 'Storage',
  worker_cpu_seconds: 'Compute',
  database_seconds: 'Databases',
  egress_bytes: 'Networking',
  emails: 'Integration',
};

/** What stands in a cell: text of somebody's, which a spreadsheet could take for a formula, or what is ours. */
type Cell = { text: string } | string;
type Cells = Readonly<Record<string, Cell | null>>;

const text = (value: string | null): Cell | null => (value === null || value === '' ? null : { text: value });

/** A quantity divided into blocks of a price, to as many digits as their product with it needs. */
const BLOCK_DIGITS = 18;
function blocksOf(quantity: string, unitQuantity: string): string {
  const block = units(unitQuantity);
  return decimalText(roundedQuotient(units(quantity) * 10n ** BigInt(BLOCK_DIGITS), block), BLOCK_DIGITS);
}

function usageCells(charge: Charge, { unitQuantity, price }: ChargePrice): Cells {
  const { meter, tier, unit, quantity } = charge;
  const part = tier === 0 ? 'included' : `tier ${tier}`;
  return {
    ChargeCategory: 'Usage',
    ChargeDescription: { text: `${meter}, ${part}` },
    ChargeFrequency: 'Usage-Based',
    ConsumedQuantity: quantity,
    ConsumedUnit: { text: unit },
    ContractedUnitPrice: price,
    ListUnitPrice: price,
    PricingCategory: 'Standard',
    PricingQuantity: blocksOf(quantity ?? '0', unitQuantity),
    PricingUnit: { text: unitQuantity === '1' ? unit : `${unitQuantity} ${unit}` },
    ServiceCategory: SERVICE_CATEGORIES[meter] ?? 'Analytics',
    SkuId: { text: meter },
    SkuMeter: { text: meter },
    SkuPriceId: { text: `${meter}/${tier === 0 ? 'included' : tier}` },
    x_Tier: String(tier),
    x_PriceVersion: charge.priceVersion === 0 ? null : String(charge.priceVersion),
  };
}

const CATEGORIES = { purchase: 'Purchase', credit: 'Credit', tax: 'Tax' } as const;

/** A purchase is one piece at its price; what corrects one, and credits and taxes, are an amount alone. */
function enteredCells(kind: keyof typeof CATEGORIES, { isCorrection, amount, note }: Charge): Cells {
  const cells = { ChargeCategory: CATEGORIES[kind], ChargeDescription: text(note), ChargeFrequency: 'One-Time', ServiceCategory: 'Other' };
  if (kind !== 'purchase' || isCorrection) return cells;
  return {
    ...cells,
    ContractedUnitPrice: amount,
    ListUnitPrice: amount,
    PricingCategory: 'Standard',
    PricingQuantity: '1',
    PricingUnit: 'Units',
    SkuId: 'purchase',
    SkuMeter: 'purchase',
    SkuPriceId: 'purchase',
  };
}

/** The columns of the export, in their order. */
export const EXPORTED_COLUMNS = [
  'BilledCost',
  'BillingAccountId',
  'BillingAccountName',
  'BillingAccountType',
  'BillingCurrency',
  'BillingPeriodEnd',
  'BillingPeriodStart',
  'ChargeCategory',
  'ChargeClass',
  'ChargeDescription',
  'ChargeFrequency',
  'ChargePeriodEnd',
  'ChargePeriodStart',
  'ConsumedQuantity',
  'ConsumedUnit',
  'ContractedCost',
  'ContractedUnitPrice',
  'EffectiveCost',
  'InvoiceIssuerName',
  'ListCost',
  'ListUnitPrice',
  'PricingCategory',
  'PricingQuantity',
  'PricingUnit',
  'ProviderName',
  'PublisherName',
  'ResourceId',
  'ResourceName',
  'ResourceType',
  'ServiceCategory',
  'ServiceName',
  'SkuId',
  'SkuMeter',
  'SkuPriceId',
  'SubAccountId',
  'SubAccountName',
  'SubAccountType',
  'x_CampaignId',
  'x_Feature',
  'x_PriceVersion',
  'x_Tier',
] as const;

/**
 * What FOCUS 1.3 puts in the place of two columns, and 1.4 removes them: who makes the service available, and who runs what it runs on.
 * Source: columns ServiceProviderName and HostProviderName of the specification, https://focus.finops.org.
 */
const SINCE_1_4: Readonly<Record<string, string>> = { ProviderName: 'ServiceProviderName', PublisherName: 'HostProviderName' };

/** The columns of a version, by their names in alphabetical order, our own last. */
export function columnsOf(version: FocusVersion): readonly string[] {
  if (version === '1.2') return EXPORTED_COLUMNS;
  const isOurs = (name: string) => (name.startsWith('x_') ? 1 : 0);
  return EXPORTED_COLUMNS.map((name) => SINCE_1_4[name] ?? name).toSorted((a, b) => isOurs(a) - isOurs(b) || (a < b ? -1 : 1));
}

/** The line of the names of the columns. */
export function focusHead(version: FocusVersion): string {
  return `${columnsOf(version).join(',')}\n`;
}

function ownerCells({ campaign, feature }: Charge, owner: ChargeOwner): Cells {
  const { advertiser, advertiserName, campaignName } = owner;
  return {
    ResourceId: text(campaign),
    ResourceName: campaign === '' ? null : text(campaignName),
    ResourceType: campaign === '' ? null : 'Campaign',
    SubAccountId: text(advertiser),
    SubAccountName: advertiser === null ? null : text(advertiserName),
    SubAccountType: advertiser === null ? null : 'Advertiser',
    x_CampaignId: text(campaign),
    x_Feature: text(feature),
  };
}

/**
 * A charge as a line of FOCUS 1.2, of the bill that the operator sends a tenant: the tenant is the billing account, its advertisers are
 * sub-accounts and its campaigns resources. There is one price for each tier, so list, contracted, effective and billed cost are the same.
 * Texts that a spreadsheet could take for a formula are escaped; numbers never are. In 1.4 the host is told as the service provider is,
 * as the specification asks for where nothing is said of whose machines an installation runs on.
 */
export function focusLine(
  { version, ...bill }: Bill,
  charge: Charge,
  { price, owner }: { price: ChargePrice; owner: ChargeOwner },
): string {
  const { kind, amount, currency, isCorrection } = charge;
  const cells: Cells = {
    ServiceName: 'Earshot',
    PublisherName: 'Earshot',
    ...(kind === 'usage' ? usageCells(charge, price) : enteredCells(kind, charge)),
    ...ownerCells(charge, owner),
    BilledCost: amount,
    ContractedCost: amount,
    EffectiveCost: amount,
    ListCost: amount,
    BillingAccountId: bill.tenantId,
    BillingAccountName: text(bill.tenantName),
    BillingAccountType: 'Tenant',
    BillingCurrency: currency,
    BillingPeriodStart: bill.start,
    BillingPeriodEnd: bill.end,
    ChargeClass: isCorrection ? 'Correction' : null,
    ChargePeriodStart: charge.start,
    ChargePeriodEnd: charge.end,
    InvoiceIssuerName: text(bill.issuer),
    ProviderName: text(bill.issuer),
    ServiceProviderName: text(bill.issuer),
    HostProviderName: text(bill.issuer),
  };
  const line = columnsOf(version).map((name) => {
    const cell = cells[name] ?? null;
    return cell === null ? '' : typeof cell === 'string' ? cell : csvCell(cell.text);
  });
  return `${line.join(',')}\n`;
}
