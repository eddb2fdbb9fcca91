import { type SubmitEvent, useState } from 'react';
import { type AllocationRules, type NewAllocationRules, putAllocationRules } from '../../allocation-api.ts';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { type Faults, faultsOf } from '../../faults.ts';
import { allocationTexts as words } from '../../texts-allocation.ts';
import { billTexts } from '../../texts-bill.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { fieldText } from '../../ui/form.ts';
import { typedIn } from '../../ui/typed.ts';
import { FormEnd } from '../catalog/form-end.tsx';
import { CheckField } from '../tenants/check-field.tsx';
import { DRIVERS, DriverFields, driverIn, type DriverKind, named } from './driver-fields.tsx';

type Pool = NewAllocationRules['pools'][number];

const ENTRY_KINDS = ['usage', 'purchase', 'credit', 'tax'] as const;

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
  kinds: readonly DriverKind[];
  faults: Faults;
  onRemove: () => void;
}

function PoolFields({ id, place, pool, kinds, faults, onRemove }: PoolFieldsProps) {
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
      <DriverFields prefix={named(prefix, 'driver')} driver={pool?.driver} kinds={kinds} faults={faults} />
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
  const kinds = DRIVERS.filter((one) => rules.dimension !== 'feature' || one !== 'deliveries');
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
          kinds={kinds}
          faults={faults}
          onRemove={() => place(places.filter((one) => one !== id))}
        />
      ))}
      <Button className="self-start" onClick={add}>
        {words.addPool}
      </Button>
      <fieldset className="flex flex-col gap-3 rounded-control border border-line p-3">
        <legend className="px-1 font-semibold">{words.restLegend}</legend>
        <DriverFields prefix="rest" driver={rules.rest} kinds={kinds} faults={faults} />
      </fieldset>
      <FormEnd change={change} rest={faults.rest} submit={words.save} />
    </form>
  );
}
