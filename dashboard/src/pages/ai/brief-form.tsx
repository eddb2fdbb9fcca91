import type { SubmitEvent } from 'react';
import { type Brief, putBrief } from '../../airchecks-api.ts';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { faultsOf } from '../../faults.ts';
import { aircheckTexts as words } from '../../texts-airchecks.ts';
import { catalogTexts } from '../../texts-catalog.ts';
import { SelectField, TextArea, TextField } from '../../ui/field.tsx';
import { typedIn } from '../../ui/typed.ts';
import { FormEnd } from '../catalog/form-end.tsx';

const POSITIONS = ['pre_roll', 'mid_roll', 'post_roll'] as const;
const LISTS = ['alsoKnownAs', 'talkingPoints', 'forbiddenWords', 'competitors'] as const;
const FIELDS = ['sponsor', 'promoCode', 'address', 'position', 'leastSeconds', 'separationMinutes', ...LISTS];

/** What is wrong with one line is wrong with the field it stands in. */
const placeOf = (pointer: string) => pointer.replace(/^(\/\w+)\/\d+$/, '$1');

async function save(form: HTMLFormElement, placement: string): Promise<Brief> {
  const typed = typedIn(form);
  const linesOf = (name: (typeof LISTS)[number]) =>
    (typed.text(name) ?? '')
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  const details = {
    sponsor: typed.text('sponsor') ?? '',
    alsoKnownAs: linesOf('alsoKnownAs'),
    talkingPoints: linesOf('talkingPoints'),
    promoCode: typed.text('promoCode'),
    address: typed.text('address'),
    position: POSITIONS.find((one) => one === typed.text('position')) ?? null,
    leastSeconds: typed.count('leastSeconds'),
    forbiddenWords: linesOf('forbiddenWords'),
    competitors: linesOf('competitors'),
    separationMinutes: typed.count('separationMinutes'),
  };
  typed.settle();
  return putBrief(placement, details);
}

/** What is asked of a placement's read, to be filled in. */
export function BriefForm({ placement, brief, onSaved }: { placement: string; brief: Brief | undefined; onSaved: () => void }) {
  const change = useSensitiveChange((form: HTMLFormElement) => save(form, placement), onSaved);
  const faults = faultsOf(change.error, FIELDS, placeOf);
  const { optional } = catalogTexts;
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    change.start(event.currentTarget);
  };
  const text = (name: 'promoCode' | 'address' | 'leastSeconds' | 'separationMinutes', help?: string) => (
    <TextField
      name={name}
      label={words[name]}
      optional={optional}
      help={help}
      defaultValue={String(brief?.[name] ?? '')}
      problem={faults.at(name)}
    />
  );
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <TextField name="sponsor" label={words.sponsor} maxLength={100} defaultValue={brief?.sponsor ?? ''} problem={faults.at('sponsor')} />
      {text('promoCode')}
      {text('address', words.addressHelp)}
      <SelectField
        name="position"
        label={words.position}
        options={[['', words.anyPosition], ...POSITIONS.map((one) => [one, words.positions[one]] as const)]}
        defaultValue={brief?.position ?? ''}
        problem={faults.at('position')}
      />
      {text('leastSeconds')}
      {LISTS.map((name) => (
        <TextArea
          key={name}
          name={name}
          label={words[name]}
          optional={optional}
          help={words.lines}
          defaultValue={brief?.[name].join('\n') ?? ''}
          problem={faults.at(name)}
        />
      ))}
      {text('separationMinutes')}
      <FormEnd change={change} rest={faults.rest} submit={words.save} />
    </form>
  );
}
