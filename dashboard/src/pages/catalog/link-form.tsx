import { useQuery } from '@tanstack/react-query';
import type { SubmitEvent } from 'react';
import { createLink, type Link } from '../../catalog-api.ts';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { faultsOf } from '../../faults.ts';
import { catalogTexts } from '../../texts-catalog.ts';
import { SelectField, TextField } from '../../ui/field.tsx';
import { keyOf, typedIn } from '../../ui/typed.ts';
import { showsQuery } from './catalog-queries.ts';
import { FormEnd } from './form-end.tsx';
import { labelOf } from './named.tsx';

const words = catalogTexts.links;
const UTM = ['source', 'medium', 'campaign', 'content', 'term'] as const;
const FIELDS = ['destination', 'show', 'key', ...UTM];

/** The marks of the address stand in the form by themselves. */
const placeOf = (pointer: string) => pointer.replace(/^\/utm\//, '/');

async function create(form: HTMLFormElement, campaign: string): Promise<Link> {
  const typed = typedIn(form);
  const show = typed.text('show');
  const marks = UTM.flatMap((name) => {
    const value = typed.text(name);
    return value === null ? [] : [[name, value] as const];
  });
  return createLink(typed.text('key') ?? keyOf(campaign, show), {
    campaign,
    show,
    destination: typed.text('destination') ?? '',
    utm: Object.fromEntries(marks),
  });
}

/** A new link of a campaign. */
export function LinkForm({ campaign, onSaved }: { campaign: string; onSaved: (link: Link) => void }) {
  const shows = useQuery(showsQuery).data ?? [];
  const change = useSensitiveChange((form: HTMLFormElement) => create(form, campaign), onSaved);
  const faults = faultsOf(change.error, FIELDS, placeOf);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    change.start(event.currentTarget);
  };
  const choices = [['', catalogTexts.codes.wholeCampaign] as const, ...shows.map((show) => [show.key, labelOf(show)] as const)];
  const { optional } = catalogTexts;
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <TextField
        name="destination"
        type="url"
        label={words.destination}
        help={words.destinationHelp}
        maxLength={2_000}
        problem={faults.at('destination')}
      />
      <SelectField name="show" label={catalogTexts.codes.show} options={choices} problem={faults.at('show')} />
      <fieldset className="grid items-start gap-4 sm:grid-cols-2">
        <legend className="font-medium">{words.utm}</legend>
        <p className="text-small text-muted sm:col-span-2">{words.utmHelp}</p>
        {UTM.map((name) => (
          <TextField
            key={name}
            name={name}
            label={`utm_${name}`}
            maxLength={200}
            spellCheck={false}
            placeholder={words.defaults[name]}
            problem={faults.at(name)}
          />
        ))}
      </fieldset>
      <TextField
        name="key"
        label={catalogTexts.key}
        optional={optional}
        help={words.keyHelp}
        maxLength={200}
        spellCheck={false}
        problem={faults.at('key')}
      />
      <FormEnd change={change} rest={faults.rest} submit={words.submit} />
    </form>
  );
}
