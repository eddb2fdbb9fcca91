import { useState } from 'react';
import type { AllocationDriver } from '../../allocation-api.ts';
import type { Faults } from '../../faults.ts';
import { allocationTexts as words } from '../../texts-allocation.ts';
import { SelectField, TextArea, TextField } from '../../ui/field.tsx';
import { fieldLines, fieldText } from '../../ui/form.ts';
import type { Typed } from '../../ui/typed.ts';
import { CheckField } from '../tenants/check-field.tsx';

export type DriverKind = AllocationDriver['kind'];

export const DRIVERS = ['usage', 'deliveries', 'even', 'weighted', 'fixed'] as const satisfies readonly DriverKind[];

/** The name of a field of a driver: where it stands in what is sent, with dots. */
export const named = (prefix: string, field: string) => `${prefix}.${field}`;

/** Owners with numbers, one on a line: what stands behind the last colon is the number. */
function ownersIn(form: HTMLFormElement, typed: Typed, name: string): { owner: string; figure: string }[] {
  return fieldLines(form, name).flatMap((line) => {
    const [, owner = '', figure = ''] = /^(.+):\s*(\S+)$/.exec(line) ?? [];
    if (owner === '') typed.refuse(name, words.lineFault);
    return owner === '' ? [] : [{ owner: owner.trim(), figure }];
  });
}

/** The driver that stands in the fields of a form below a prefix. */
export function driverIn(form: HTMLFormElement, typed: Typed, prefix: string): AllocationDriver {
  const kind = DRIVERS.find((one) => one === fieldText(form, named(prefix, 'kind'))) ?? 'even';
  const capacity = {
    capacity: fieldText(form, named(prefix, 'capacity')) || null,
    spreadIdle: new FormData(form).has(named(prefix, 'spreadIdle')),
  };
  if (kind === 'even') return { kind };
  if (kind === 'deliveries') return { kind, ...capacity };
  if (kind === 'usage') return { kind, meter: fieldText(form, named(prefix, 'meter')), ...capacity };
  if (kind === 'weighted')
    return { kind, weights: ownersIn(form, typed, named(prefix, 'weights')).map(({ owner, figure }) => ({ owner, weight: figure })) };
  const currency = fieldText(form, named(prefix, 'currency')) || null;
  const shares = ownersIn(form, typed, named(prefix, 'shares')).map(({ owner, figure }) =>
    currency === null ? { owner, percent: figure } : { owner, amount: figure },
  );
  return { kind, currency, shares };
}

interface DriverFieldsProps {
  prefix: string;
  driver: AllocationDriver | undefined;
  kinds: readonly DriverKind[];
  /** Of the operator's invoice, over tenants: the meters there are to choose from. Typed where left out. */
  meters?: readonly (readonly [key: string, text: string])[];
  faults: Faults;
}

function linesOf(driver: AllocationDriver | undefined): string {
  if (driver?.kind === 'weighted') return driver.weights.map(({ owner, weight }) => `${owner}: ${weight}`).join('\n');
  if (driver?.kind === 'fixed') return driver.shares.map(({ owner, percent, amount }) => `${owner}: ${percent ?? amount ?? ''}`).join('\n');
  return '';
}

/** By what a pool is split, as fields of a form. */
export function DriverFields({ prefix, driver, kinds, meters, faults }: DriverFieldsProps) {
  const [kind, choose] = useState<DriverKind>(driver?.kind ?? 'even');
  const at = (field: string) => faults.at(named(prefix, field));
  const isMeasured = kind === 'usage' || kind === 'deliveries';
  const known = driver?.kind === 'usage' || driver?.kind === 'deliveries' ? driver : undefined;
  const options = kinds.map((one) => [one, words.drivers[one]] as const);
  const lists = kind === 'weighted' ? ('weights' as const) : kind === 'fixed' ? ('shares' as const) : undefined;
  return (
    <>
      <SelectField
        name={named(prefix, 'kind')}
        label={words.driverField}
        options={options}
        value={kind}
        onChange={(event) => choose(DRIVERS.find((one) => one === event.currentTarget.value) ?? 'even')}
        problem={at('kind')}
      />
      {kind === 'usage' && meters && (
        <SelectField name={named(prefix, 'meter')} label={words.meter} help={words.meterCounted} options={meters} problem={at('meter')} />
      )}
      {kind === 'usage' && !meters && (
        <TextField
          name={named(prefix, 'meter')}
          label={words.meter}
          help={words.meterHelp}
          defaultValue={driver?.kind === 'usage' ? driver.meter : ''}
          maxLength={100}
          problem={at('meter')}
        />
      )}
      {isMeasured && (
        <>
          <TextField
            name={named(prefix, 'capacity')}
            label={words.capacity}
            optional={words.optional}
            help={words.capacityHelp}
            inputMode="decimal"
            defaultValue={known?.capacity ?? ''}
            problem={at('capacity')}
          />
          <CheckField name={named(prefix, 'spreadIdle')} label={words.spreadIdle} defaultChecked={known?.spreadIdle ?? false} />
        </>
      )}
      {kind === 'fixed' && (
        <TextField
          name={named(prefix, 'currency')}
          label={words.shareCurrency}
          optional={words.optional}
          help={words.shareCurrencyHelp}
          defaultValue={driver?.kind === 'fixed' ? (driver.currency ?? '') : ''}
          maxLength={3}
          problem={at('currency')}
        />
      )}
      {lists && (
        <TextArea
          name={named(prefix, lists)}
          label={words[lists]}
          help={meters ? words.ofTenants[lists] : words[`${lists}Help`]}
          className="font-mono"
          defaultValue={linesOf(driver)}
          problem={at(lists)}
        />
      )}
    </>
  );
}
