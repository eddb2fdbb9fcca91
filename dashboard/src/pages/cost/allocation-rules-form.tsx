import { type SubmitEvent, useState } from 'react';
import { type AllocationDriver, type AllocationRules, type NewAllocationRules, putAllocationRules } from '../../allocation-api.ts';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { type Faults, faultsOf } from '../../faults.ts';
import { allocationTexts as words } from '../../texts-allocation.ts';
import { billTexts } from '../../texts-bill.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField, TextArea, TextField } from '../../ui/field.tsx';
import { fieldLines, fieldText } from '../../ui/form.ts';
import { type Typed, typedIn } from '../../ui/typed.ts';
import { FormEnd } from '../catalog/form-end.tsx';
import { CheckField } from '../tenants/check-field.tsx';

type Kind = AllocationDriver['kind'];
type Pool = NewAllocationRules['pools'][number];

const KINDS = ['usage', 'deliveries', 'even', 'weighted', 'fixed'] as const satisfies readonly Kind[];

const ENTRY_KINDS = ['usage', 'purchase', 'credit', 'tax'] as const;

/** The name of a field of a driver: where it stands in what is sent, with dots. */
const named = (prefix: string, field: string) => `${prefix}.${field}`;

/** Owners with numbers, one on a line: what stands behind the last colon is the number. */
function ownersIn(form: HTMLFormElement, typed: Typed, name: string): { owner: string; figure: string }[] {
  return fieldLines(form, name).flatMap((line) => {
    const [, owner = '', figure = ''] = /^(.+):\s*(\S+)$/.exec(line) ?? [];
    if (owner === '') typed.refuse(name, words.lineFault);
    return owner === '' ? [] : [{ owner: owner.trim(), figure }];
  });
}

function driverIn(form: HTMLFormElement, typed: Typed, prefix: string): AllocationDriver {
  const kind = KINDS.find((one) => one === fieldText(form, named(prefix, 'kind'))) ?? 'even';
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

/** Words parted by commas; undefined for none. */
function wordsIn(form: HTMLFormElement, name: string): string[] | undefined {
  const found = fieldText(form, name)
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
  return found.length === 0 ? undefined : found;
}

function rulesIn(form: HTMLFormElement, places: readonly number[]): NewAllocationRules {
  const typed = typedIn(form);
  const pools = places.map((id): Pool => {
    const prefix = `pools.${id}`;
    const [features, meters] = [wordsIn(form, named(prefix, 'features')), wordsIn(form, named(prefix, 'meters'))];
    const kinds = ENTRY_KINDS.filter((kind) => new FormData(form).has(named(prefix, `kinds.${kind}`)));
    const driver = driverIn(form, typed, named(prefix, 'driver'));
    return {
      key: fieldText(form, named(prefix, 'key')),
      ...(features ? { features } : {}),
      ...(meters ? { meters } : {}),
      ...(kinds.length > 0 ? { kinds } : {}),
      driver,
    };
  });
  const rest = driverIn(form, typed, 'rest');
  typed.settle();
  return { pools, rest };
}

interface DriverFieldsProps {
  prefix: string;
  driver: AllocationDriver | undefined;
  isFeature: boolean;
  faults: Faults;
}

function linesOf(driver: AllocationDriver | undefined): string {
  if (driver?.kind === 'weighted') return driver.weights.map(({ owner, weight }) => `${owner}: ${weight}`).join('\n');
  if (driver?.kind === 'fixed') return driver.shares.map(({ owner, percent, amount }) => `${owner}: ${percent ?? amount ?? ''}`).join('\n');
  return '';
}

function DriverFields({ prefix, driver, isFeature, faults }: DriverFieldsProps) {
  const [kind, choose] = useState<Kind>(driver?.kind ?? 'even');
  const at = (field: string) => faults.at(named(prefix, field));
  const isMeasured = kind === 'usage' || kind === 'deliveries';
  const known = driver?.kind === 'usage' || driver?.kind === 'deliveries' ? driver : undefined;
  const options = KINDS.filter((one) => !isFeature || one !== 'deliveries').map((one) => [one, words.drivers[one]] as const);
  const lists = kind === 'weighted' ? ('weights' as const) : kind === 'fixed' ? ('shares' as const) : undefined;
  return (
    <>
      <SelectField
        name={named(prefix, 'kind')}
        label={words.driverField}
        options={options}
        value={kind}
        onChange={(event) => choose(KINDS.find((one) => one === event.currentTarget.value) ?? 'even')}
        problem={at('kind')}
      />
      {kind === 'usage' && (
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
          help={words[`${lists}Help`]}
          className="font-mono"
          defaultValue={linesOf(driver)}
          problem={at(lists)}
        />
      )}
    </>
  );
}

/** A field is named with dots where a pointer of the API has slashes, up to the list in it; pools are named by when they were added. */
function placeIn(places: readonly number[]) {
  const below = (rest: readonly string[]) => rest.map((part) => `/${part}`).join('');
  return (pointer: string) => {
    const [, first, ...others] = pointer.split('/');
    if (first === 'rest') return `/rest.${others[0] ?? 'kind'}${below(others.slice(1))}`;
    const [place, field = 'features', ...more] = others;
    const prefix = `/pools.${places[Number(place)]}`;
    if (field === 'driver') return `${prefix}.driver.${more[0] ?? 'kind'}${below(more.slice(1))}`;
    return `${prefix}.${field}${below(more)}`;
  };
}

const FIELDS = ['kind', 'meter', 'capacity', 'weights', 'shares', 'currency'];

function fieldsOf(places: readonly number[]): string[] {
  const own = places.flatMap((id) =>
    ['key', 'features', 'meters', ...FIELDS.map((field) => `driver.${field}`)].map((field) => `pools.${id}.${field}`),
  );
  return [...own, ...FIELDS.map((field) => `rest.${field}`)];
}

interface PoolFieldsProps {
  id: number;
  place: number;
  pool: Pool | undefined;
  isFeature: boolean;
  faults: Faults;
  onRemove: () => void;
}

function PoolFields({ id, place, pool, isFeature, faults, onRemove }: PoolFieldsProps) {
  const prefix = `pools.${id}`;
  return (
    <fieldset className="flex flex-col gap-3 rounded-control border border-line p-3">
      <legend className="px-1 font-semibold">{words.poolLegend(place)}</legend>
      <TextField
        name={named(prefix, 'key')}
        label={words.poolKey}
        help={words.poolKeyHelp}
        defaultValue={pool?.key ?? ''}
        maxLength={50}
        problem={faults.at(named(prefix, 'key'))}
      />
      <TextField
        name={named(prefix, 'features')}
        label={words.features}
        help={words.featuresHelp}
        defaultValue={pool?.features?.join(', ') ?? ''}
        problem={faults.at(named(prefix, 'features'))}
      />
      <TextField
        name={named(prefix, 'meters')}
        label={words.meters}
        optional={words.optional}
        defaultValue={pool?.meters?.join(', ') ?? ''}
        problem={faults.at(named(prefix, 'meters'))}
      />
      <fieldset className="flex flex-wrap gap-x-5 gap-y-2">
        <legend className="font-medium">
          {words.kinds} <span className="font-normal text-muted">{words.optional}</span>
        </legend>
        {ENTRY_KINDS.map((kind) => (
          <CheckField
            key={kind}
            name={named(prefix, `kinds.${kind}`)}
            label={billTexts.kinds[kind]}
            defaultChecked={pool?.kinds?.includes(kind) ?? false}
          />
        ))}
      </fieldset>
      <DriverFields prefix={named(prefix, 'driver')} driver={pool?.driver} isFeature={isFeature} faults={faults} />
      <Button look="quiet" className="self-start" onClick={onRemove}>
        {words.removePool(String(place))}
      </Button>
    </fieldset>
  );
}

/** The rules of a dimension as a form: pools in order, and all else. */
export function AllocationRulesForm({ rules, onSaved }: { rules: AllocationRules; onSaved: (saved: AllocationRules) => void }) {
  const [places, place] = useState(() => rules.pools.map((_pool, index) => index));
  const [next, count] = useState(rules.pools.length);
  const isFeature = rules.dimension === 'feature';
  const send = async (form: HTMLFormElement) => putAllocationRules(rules.dimension, rulesIn(form, places));
  const change = useSensitiveChange(send, onSaved);
  const faults = faultsOf(change.error, fieldsOf(places), (pointer) => (pointer.includes('.') ? pointer : placeIn(places)(pointer)));
  const add = () => {
    place([...places, next]);
    count(next + 1);
  };
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    change.start(event.currentTarget);
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      {places.map((id, index) => (
        <PoolFields
          key={id}
          id={id}
          place={index + 1}
          pool={rules.pools[id]}
          isFeature={isFeature}
          faults={faults}
          onRemove={() => place(places.filter((one) => one !== id))}
        />
      ))}
      <Button className="self-start" onClick={add}>
        {words.addPool}
      </Button>
      <fieldset className="flex flex-col gap-3 rounded-control border border-line p-3">
        <legend className="px-1 font-semibold">{words.restLegend}</legend>
        <DriverFields prefix="rest" driver={rules.rest} isFeature={isFeature} faults={faults} />
      </fieldset>
      <FormEnd change={change} rest={faults.rest} submit={words.save} />
    </form>
  );
}
