/** What a column of FOCUS 1.2 holds. */
export type FocusKind = 'text' | 'decimal' | 'instant' | 'json' | 'currency';

/** A column of FOCUS 1.2 as we understand the specification. */
export interface FocusColumn {
  name: string;
  kind: FocusKind;
  /** Every data set has it. */
  isMandatory: boolean;
  /** A row may leave it empty. */
  isNullable: boolean;
  /** A number of it is never below 0. */
  isNeverNegative: boolean;
  /** Nothing else may stand in it. */
  values?: readonly string[];
}

export const CHARGE_CATEGORIES = ['Usage', 'Purchase', 'Tax', 'Credit', 'Adjustment'] as const;
const SERVICE_CATEGORIES = [
  'AI and Machine Learning',
  'Analytics',
  'Business Applications',
  'Compute',
  'Databases',
  'Developer Tools',
  'Identity',
  'Integration',
  'Internet of Things',
  'Management and Governance',
  'Media',
  'Migration',
  'Mobile',
  'Multicloud',
  'Networking',
  'Security',
  'Storage',
  'Web',
  'Other',
] as const;

/** Columns that every row of every data set fills. */
const FILLED: Readonly<Record<string, FocusKind>> = {
  BilledCost: 'decimal',
  BillingAccountId: 'text',
  BillingCurrency: 'currency',
  BillingPeriodStart: 'instant',
  BillingPeriodEnd: 'instant',
  ChargeCategory: 'text',
  ChargePeriodStart: 'instant',
  ChargePeriodEnd: 'instant',
  ContractedCost: 'decimal',
  EffectiveCost: 'decimal',
  InvoiceIssuerName: 'text',
  ListCost: 'decimal',
  ProviderName: 'text',
  PublisherName: 'text',
  ServiceCategory: 'text',
  ServiceName: 'text',
};

/** Columns that every data set has, and a row may leave empty. */
const PRESENT: Readonly<Record<string, FocusKind>> = {
  BillingAccountName: 'text',
  ChargeClass: 'text',
  ChargeDescription: 'text',
  PricingQuantity: 'decimal',
  PricingUnit: 'text',
};

/** Columns that a data set has where they apply. */
const CONDITIONAL: Readonly<Record<FocusKind, string>> = {
  text:
    'AvailabilityZone BillingAccountType CapacityReservationId CapacityReservationStatus ChargeFrequency CommitmentDiscountCategory ' +
    'CommitmentDiscountId CommitmentDiscountName CommitmentDiscountStatus CommitmentDiscountType CommitmentDiscountUnit ConsumedUnit ' +
    'InvoiceId PricingCategory RegionId RegionName ResourceId ResourceName ResourceType ServiceSubcategory SkuId SkuMeter SkuPriceId ' +
    'SubAccountId SubAccountName SubAccountType',
  decimal:
    'CommitmentDiscountQuantity ConsumedQuantity ContractedUnitPrice ListUnitPrice PricingCurrencyContractedUnitPrice ' +
    'PricingCurrencyEffectiveCost PricingCurrencyListUnitPrice',
  instant: '',
  json: 'SkuPriceDetails Tags',
  currency: 'PricingCurrency',
};

const VALUES: Readonly<Record<string, readonly string[]>> = {
  ChargeCategory: CHARGE_CATEGORIES,
  ChargeClass: ['Correction'],
  ChargeFrequency: ['One-Time', 'Recurring', 'Usage-Based'],
  CapacityReservationStatus: ['Used', 'Unused'],
  CommitmentDiscountCategory: ['Spend', 'Usage'],
  CommitmentDiscountStatus: ['Used', 'Unused'],
  PricingCategory: ['Standard', 'Dynamic', 'Committed', 'Other'],
  ServiceCategory: SERVICE_CATEGORIES,
};

const NEVER_NEGATIVE = ['ContractedUnitPrice', 'ListUnitPrice', 'PricingCurrencyContractedUnitPrice', 'PricingCurrencyListUnitPrice'];

function columnOf(name: string, kind: FocusKind, isMandatory: boolean): FocusColumn {
  const values = VALUES[name];
  return {
    name,
    kind,
    isMandatory,
    isNullable: !Object.hasOwn(FILLED, name),
    isNeverNegative: NEVER_NEGATIVE.includes(name),
    ...(values === undefined ? {} : { values }),
  };
}

const KINDS = ['text', 'decimal', 'instant', 'json', 'currency'] as const;

/** All columns of FOCUS 1.2, by name. */
export const FOCUS_COLUMNS: readonly FocusColumn[] = [
  ...Object.entries({ ...FILLED, ...PRESENT }).map(([name, kind]) => columnOf(name, kind, true)),
  ...KINDS.flatMap((kind) =>
    CONDITIONAL[kind]
      .split(' ')
      .filter((name) => name !== '')
      .map((name) => columnOf(name, kind, false)),
  ),
].toSorted((a, b) => (a.name < b.name ? -1 : 1));
