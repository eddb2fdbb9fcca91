import { useQuery } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { type Faults, faultsOf } from '../../faults.ts';
import { type NewTenantAllocation, splitInvoice, type TenantAllocation, type TenantDetails } from '../../platform-api.ts';
import { platformTexts } from '../../texts-platform.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { fieldText } from '../../ui/form.ts';
import { type Typed, typedIn } from '../../ui/typed.ts';
import { FormEnd } from '../catalog/form-end.tsx';
import { formatMonth, recentMonths } from '../cost/allocation-queries.ts';
import { DRIVERS, DriverFields, driverIn, named } from '../cost/driver-fields.tsx';
import { CheckField } from '../tenants/check-field.tsx';
import { tenantPricesQuery } from './platform-queries.ts';

const words = platformTexts.invoices;
const KINDS = DRIVERS.filter((one) => one !== 'deliveries');
const DRIVER_FIELDS = ['kind', 'meter', 'capacity', 'weights', 'shares', 'currency'];

type Pool = NewTenantAllocation['pools'][number];

/** A driver whose owners are told by their short names, with the ids that the API knows them by. */
function withIds(
  driver: Pool['driver'],
  tenants: readonly TenantDetails[],
  refuse: (list: string, detail: string) => void,
): Pool['driver'] {
  const idOf = (list: string, slug: string) => {
    const found = tenants.find((one) => one.slug === slug)?.id;
    if (found === undefined) refuse(list, words.unknownTenant(slug));
    return found ?? slug;
  };
  if (driver.kind === 'weighted')
    return { ...driver, weights: driver.weights.map((one) => ({ ...one, owner: idOf('weights', one.owner) })) };
  if (driver.kind === 'fixed') return { ...driver, shares: driver.shares.map((one) => ({ ...one, owner: idOf('shares', one.owner) })) };
  return driver;
}

function poolIn(form: HTMLFormElement, typed: Typed, id: number, tenants: readonly TenantDetails[]): Pool {
  const prefix = `pools.${id}`;
  const driver = driverIn(form, typed, named(prefix, 'driver'));
  return {
    key: fieldText(form, named(prefix, 'key')),
    amount: fieldText(form, named(prefix, 'amount')),
    driver: withIds(driver, tenants, (list, detail) => typed.refuse(named(prefix, `driver.${list}`), detail)),
  };
}

function invoiceIn(form: HTMLFormElement, places: readonly number[], tenants: readonly TenantDetails[]): NewTenantAllocation {
  const typed = typedIn(form);
  const pools = places.map((id) => poolIn(form, typed, id, tenants));
  typed.settle();
  return {
    month: fieldText(form, 'month'),
    currency: fieldText(form, 'currency'),
    pools,
    replaces: new FormData(form).has('replaces'),
  };
}

/** A field of a pool is named with dots, and by when it was added, where a pointer of the API has slashes and its place. */
function placeIn(places: readonly number[]) {
  return (pointer: string) => {
    const [, first, place, field = 'key', part = 'kind', ...more] = pointer.split('/');
    if (first !== 'pools' || place === undefined) return pointer;
    const name = field === 'driver' ? `driver.${part}` : field;
    return [`/pools.${places[Number(place)]}.${name}`, ...more].join('/');
  };
}

function fieldsOf(places: readonly number[]): string[] {
  const ofPool = ['key', 'amount', ...DRIVER_FIELDS.map((field) => `driver.${field}`)];
  return ['month', 'currency', ...places.flatMap((id) => ofPool.map((field) => `pools.${id}.${field}`))];
}

interface PoolFieldsProps {
  id: number;
  place: number;
  meters: readonly (readonly [string, string])[];
  faults: Faults;
  /** Undefined for the only one. */
  onRemove: (() => void) | undefined;
}

function PoolFields({ id, place, meters, faults, onRemove }: PoolFieldsProps) {
  const prefix = `pools.${id}`;
  return (
    <fieldset className="flex flex-col gap-3 rounded-control border border-line p-3">
      <legend className="px-1 font-semibold">{words.poolLegend(place)}</legend>
      <TextField
        name={named(prefix, 'key')}
        label={words.pool}
        help={words.poolHelp}
        maxLength={50}
        problem={faults.at(named(prefix, 'key'))}
      />
      <TextField name={named(prefix, 'amount')} label={words.poolAmount} inputMode="decimal" problem={faults.at(named(prefix, 'amount'))} />
      <DriverFields prefix={named(prefix, 'driver')} driver={undefined} kinds={KINDS} meters={meters} faults={faults} />
      {onRemove && (
        <Button look="quiet" className="self-start" onClick={onRemove}>
          {words.removePool(place)}
        </Button>
      )}
    </fieldset>
  );
}

/** An invoice of the operator: month, currency, and pools that are split by a driver each. */
export function InvoiceForm({ tenants, onSplit }: { tenants: readonly TenantDetails[]; onSplit: (found: TenantAllocation) => void }) {
  const [months] = useState(() => recentMonths(Date.now()));
  const [places, place] = useState<readonly number[]>([0]);
  // Built-in meters are the same for every tenant, so those of any tell which there are.
  const { data: prices } = useQuery({ ...tenantPricesQuery(tenants[0]?.id ?? ''), enabled: tenants.length > 0 });
  const meters = (prices?.items ?? [])
    .filter(({ isBuiltIn }) => isBuiltIn)
    .map(({ meter, unit }) => [meter, `${meter} (${unit})`] as const);
  const change = useSensitiveChange(async (form: HTMLFormElement) => splitInvoice(invoiceIn(form, places, tenants)), onSplit);
  const faults = faultsOf(change.error, fieldsOf(places), (pointer) => (pointer.includes('.') ? pointer : placeIn(places)(pointer)));
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    change.start(event.currentTarget);
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <SelectField
        name="month"
        label={words.month}
        options={months.map((one) => [one, formatMonth(one)] as const)}
        problem={faults.at('month')}
      />
      <TextField name="currency" label={words.currency} defaultValue="USD" maxLength={3} problem={faults.at('currency')} />
      {places.map((id, index) => (
        <PoolFields
          key={id}
          id={id}
          place={index + 1}
          meters={meters}
          faults={faults}
          onRemove={places.length > 1 ? () => place(places.filter((one) => one !== id)) : undefined}
        />
      ))}
      <Button className="self-start" onClick={() => place([...places, Math.max(...places) + 1])}>
        {words.addPool}
      </Button>
      <p className="text-small wrap-anywhere text-muted">
        {words.owners} <span className="font-mono">{tenants.map(({ slug }) => slug).join(', ')}</span>
      </p>
      <CheckField name="replaces" label={words.replaces} defaultChecked={false} />
      <FormEnd change={change} rest={faults.rest} submit={words.submit} />
    </form>
  );
}
