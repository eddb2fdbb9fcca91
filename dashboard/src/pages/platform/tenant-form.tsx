import type { SubmitEvent } from 'react';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { faultsOf } from '../../faults.ts';
import { type CreatedTenant, createTenant, type NewTenant } from '../../platform-api.ts';
import { platformTenantTexts } from '../../texts-platform-tenants.ts';
import { SelectField, TextField } from '../../ui/field.tsx';
import { fieldText } from '../../ui/form.ts';
import { FormEnd } from '../catalog/form-end.tsx';
import { TIER_OPTIONS, tierOf } from './tier-choices.ts';

const words = platformTenantTexts.create;
const FIELDS = ['name', 'slug', 'tier', 'currency', 'owner'];

function tenantIn(form: HTMLFormElement): NewTenant {
  const [currency, owner] = [fieldText(form, 'currency'), fieldText(form, 'owner')];
  return {
    name: fieldText(form, 'name'),
    slug: fieldText(form, 'slug'),
    tier: tierOf(fieldText(form, 'tier')) ?? 'free',
    ...(currency === '' ? {} : { currency }),
    ...(owner === '' ? {} : { owner }),
  };
}

/** A new tenant: what it is called, on which tier it is, and who owns it. */
export function TenantForm({ onCreated }: { onCreated: (tenant: CreatedTenant) => void }) {
  const change = useSensitiveChange((body: NewTenant) => createTenant(body), onCreated);
  const faults = faultsOf(change.error, FIELDS);
  // A short name that is taken is no fault of a field in the API's words, and yet it is this field's.
  const isTaken = change.error !== undefined && 'code' in change.error && change.error.code === 'conflict';
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    change.start(tenantIn(event.currentTarget));
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <TextField name="name" label={words.name} help={words.nameHelp} maxLength={200} problem={faults.at('name')} />
      <TextField
        name="slug"
        label={words.slug}
        help={words.slugHelp}
        maxLength={63}
        problem={faults.at('slug') ?? (isTaken ? faults.rest : undefined)}
      />
      <SelectField name="tier" label={platformTenantTexts.tier} options={TIER_OPTIONS} problem={faults.at('tier')} />
      <TextField
        name="currency"
        label={words.currency}
        help={words.currencyHelp}
        optional={words.optional}
        maxLength={3}
        problem={faults.at('currency')}
        className="max-w-40"
      />
      <TextField
        name="owner"
        type="email"
        label={words.owner}
        help={words.ownerHelp}
        optional={words.optional}
        maxLength={254}
        problem={faults.at('owner')}
      />
      <FormEnd change={change} rest={isTaken ? undefined : faults.rest} submit={words.submit} />
    </form>
  );
}
