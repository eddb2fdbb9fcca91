import { type SubmitEvent, useState } from 'react';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { type Faults, faultsOf } from '../../faults.ts';
import { catalogTexts } from '../../texts-catalog.ts';
import { trackingTexts } from '../../texts-tracking.ts';
import {
  createSource,
  ORDER_IDS,
  putSource,
  REVENUES,
  type Source,
  type SourceKind,
  type SourceOptions,
  type SourceWithSecret,
} from '../../tracking-api.ts';
import { SelectField, TextArea, TextField } from '../../ui/field.tsx';
import { typedText } from '../../ui/form.ts';
import { typedIn } from '../../ui/typed.ts';
import { FormEnd } from '../catalog/form-end.tsx';
import { CheckField } from '../tenants/check-field.tsx';
import { KIND_TERMS, KINDS, optionsOf } from './source-terms.ts';

const words = trackingTexts.sources;
const { optional } = catalogTexts;
const FIELDS = ['key', 'name', 'secret', 'shop', 'revenue', 'orderIdFrom', 'acceptsTests', 'shows', 'sinceDays'];
const SINCE_DAYS = 30;

/** The options' fields stand in the form by themselves. */
const placeOf = (pointer: string) => pointer.replace(/^\/options\//, '/');

function ShopFields({ kind, options, faults }: { kind: SourceKind; options: SourceOptions; faults: Faults }) {
  const { fields } = KIND_TERMS[kind];
  return (
    <>
      {fields.includes('shop') && (
        <TextField
          name="shop"
          label={words.shop}
          optional={optional}
          help={words.shopHelp}
          autoCapitalize="none"
          spellCheck={false}
          defaultValue={options.shop}
          problem={faults.at('shop')}
        />
      )}
      {fields.includes('revenue') && (
        <SelectField
          name="revenue"
          label={words.revenue}
          options={REVENUES.map((one) => [one, words.revenues[one]] as const)}
          defaultValue={options.revenue ?? 'gross'}
          problem={faults.at('revenue')}
        />
      )}
      {fields.includes('orderIdFrom') && (
        <SelectField
          name="orderIdFrom"
          label={words.orderIdFrom}
          options={ORDER_IDS.map((one) => [one, words.orderIds[one]] as const)}
          defaultValue={options.orderIdFrom ?? 'number'}
          problem={faults.at('orderIdFrom')}
        />
      )}
      {fields.includes('acceptsTests') && (
        <div className="-mx-2">
          <CheckField
            name="acceptsTests"
            value="yes"
            label={words.acceptsTests}
            help={words.acceptsTestsHelp}
            defaultChecked={options.acceptsTests}
          />
        </div>
      )}
    </>
  );
}

function HostFields({ options, faults }: { options: SourceOptions; faults: Faults }) {
  const shows = Object.entries(options.shows ?? {}).map((pair) => pair.join(' '));
  return (
    <>
      <TextArea
        name="shows"
        label={words.shows}
        help={words.showsHelp}
        className="font-mono"
        defaultValue={shows.join('\n')}
        problem={faults.at('shows')}
      />
      <TextField
        name="sinceDays"
        inputMode="numeric"
        label={words.sinceDays}
        help={words.sinceDaysHelp}
        className="max-w-40"
        defaultValue={options.sinceDays ?? SINCE_DAYS}
        problem={faults.at('sinceDays')}
      />
    </>
  );
}

function OptionFields(props: { kind: SourceKind; options: SourceOptions; faults: Faults }) {
  return KIND_TERMS[props.kind].fields.includes('shows') ? <HostFields {...props} /> : <ShopFields {...props} />;
}

async function create(form: HTMLFormElement, kind: SourceKind): Promise<SourceWithSecret> {
  const typed = typedIn(form);
  const secret = typedText(form, 'secret') || undefined;
  const body = { key: typed.text('key') ?? '', kind, secret, name: typed.text('name'), options: optionsOf(form, typed, kind) };
  typed.settle();
  return createSource(body);
}

/** A new source: what it is, its secret, and what counts of it. */
export function NewSourceForm({ onCreated }: { onCreated: (source: SourceWithSecret) => void }) {
  const [kind, choose] = useState<SourceKind>('shopify');
  const change = useSensitiveChange((form: HTMLFormElement) => create(form, kind), onCreated);
  const faults = faultsOf(change.error, FIELDS, placeOf);
  const { secret } = KIND_TERMS[kind];
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    change.start(event.currentTarget);
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <SelectField
        label={words.kind}
        options={KINDS.map((one) => [one, words.kinds[one]] as const)}
        value={kind}
        onChange={({ target }) => choose(KINDS.find((one) => one === target.value) ?? kind)}
      />
      <TextField
        name="key"
        label={words.key}
        help={words.keyHelp}
        autoCapitalize="none"
        spellCheck={false}
        maxLength={100}
        problem={faults.at('key')}
      />
      <TextField name="name" label={words.name} optional={optional} maxLength={200} problem={faults.at('name')} />
      {secret !== 'none' && (
        <TextField
          name="secret"
          type="password"
          autoComplete="off"
          label={words.secret}
          optional={secret === 'ours' ? optional : undefined}
          help={words.secretHelp[secret]}
          maxLength={500}
          problem={faults.at('secret')}
        />
      )}
      <OptionFields key={kind} kind={kind} options={{}} faults={faults} />
      <FormEnd change={change} rest={faults.rest} submit={words.submit} />
    </form>
  );
}

async function save(form: HTMLFormElement, { key, kind, isEnabled, options }: Source): Promise<Source> {
  const typed = typedIn(form);
  const body = { name: typed.text('name'), isEnabled, options: optionsOf(form, typed, kind, options) };
  typed.settle();
  return putSource(key, body);
}

/** Name and options of a source, to be replaced. */
export function SourceTermsForm({ source, onSaved }: { source: Source; onSaved: () => void }) {
  const change = useSensitiveChange((form: HTMLFormElement) => save(form, source), onSaved);
  const faults = faultsOf(change.error, FIELDS, placeOf);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    change.start(event.currentTarget);
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <TextField
        name="name"
        label={words.name}
        optional={optional}
        maxLength={200}
        defaultValue={source.name ?? ''}
        problem={faults.at('name')}
      />
      <OptionFields kind={source.kind} options={source.options} faults={faults} />
      <FormEnd change={change} rest={faults.rest} submit={catalogTexts.save} />
    </form>
  );
}
