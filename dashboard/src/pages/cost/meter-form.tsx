import { type SubmitEvent, useState } from 'react';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { type Meter, putMeter } from '../../cost-api.ts';
import { faultsOf } from '../../faults.ts';
import { costTexts as words } from '../../texts-cost.ts';
import { SelectField, TextArea, TextField } from '../../ui/field.tsx';
import { typedIn } from '../../ui/typed.ts';
import { FormEnd } from '../catalog/form-end.tsx';

const AGGREGATIONS = ['sum', 'count', 'max', 'unique', 'last'] as const;
const OPTIONS = AGGREGATIONS.map((value) => [value, words.choices[value]] as const);

function send(form: HTMLFormElement): Promise<Meter> {
  const typed = typedIn(form);
  const aggregation = AGGREGATIONS.find((one) => one === typed.text('aggregation')) ?? 'sum';
  return putMeter(typed.text('key') ?? '', { unit: typed.text('unit') ?? '', aggregation, description: typed.text('description') ?? '' });
}

/** A new meter of the tenant's own. */
export function MeterForm({ onAdded }: { onAdded: (meter: Meter) => void }) {
  const [aggregation, choose] = useState<string>('sum');
  const change = useSensitiveChange(send, onAdded);
  const faults = faultsOf(change.error, ['key', 'unit', 'aggregation', 'description']);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    change.start(event.currentTarget);
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <TextField name="key" label={words.key} help={words.keyHelp} required maxLength={100} problem={faults.at('key')} />
      <TextField name="unit" label={words.unitField} help={words.unitHelp} required maxLength={50} problem={faults.at('unit')} />
      <SelectField
        name="aggregation"
        label={words.aggregation}
        help={words.aggregationHelp}
        options={OPTIONS}
        value={aggregation}
        onChange={(event) => choose(event.currentTarget.value)}
        problem={faults.at('aggregation')}
      />
      <TextArea
        name="description"
        label={words.description}
        optional={words.optional}
        maxLength={500}
        rows={2}
        problem={faults.at('description')}
      />
      <FormEnd change={change} rest={faults.rest} submit={words.save} />
    </form>
  );
}
