import { type SubmitEvent, useState } from 'react';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { useBaseTitle } from '../../components/models.ts';
import { faultsOf } from '../../faults.ts';
import { createFit, type Fit, FITTED } from '../../fits-api.ts';
import { UNITS } from '../../models-api.ts';
import { fitTexts as words } from '../../texts-fits.ts';
import { modelTexts } from '../../texts-models.ts';
import { SelectField, TextField } from '../../ui/field.tsx';
import { typedIn } from '../../ui/typed.ts';
import { FormEnd } from '../catalog/form-end.tsx';

const FIELDS = ['model', 'unit', 'lookbackDays', 'order'];

/** The terms of a fit. */
export function FitForm({ onRequested }: { onRequested: (fit: Fit) => void }) {
  const titleOf = useBaseTitle();
  const [model, choose] = useState<Fit['model']>('hazard');
  const change = useSensitiveChange(async (form: HTMLFormElement) => {
    const typed = typedIn(form);
    const unit = UNITS.find((one) => one === typed.text('unit')) ?? 'show';
    const lookbackDays = typed.count('lookbackDays') ?? undefined;
    const order = typed.count('order') ?? 1;
    typed.settle();
    return createFit({ model, unit, lookbackDays, order });
  }, onRequested);
  const faults = faultsOf(change.error, FIELDS);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    change.start(event.currentTarget);
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <SelectField
        label={words.model}
        options={FITTED.map((one) => [one, titleOf(one)] as const)}
        value={model}
        onChange={({ target }) => choose(FITTED.find((one) => one === target.value) ?? model)}
        problem={faults.at('model')}
      />
      <SelectField
        name="unit"
        label={modelTexts.unit}
        options={UNITS.map((unit) => [unit, modelTexts.units[unit]] as const)}
        problem={faults.at('unit')}
      />
      <TextField
        name="lookbackDays"
        label={modelTexts.lookback}
        help={words.lookbackHelp}
        optional={words.optional}
        inputMode="numeric"
        problem={faults.at('lookbackDays')}
      />
      {model === 'markov' && (
        <SelectField
          name="order"
          label={words.order}
          options={[
            ['1', words.orders[1]],
            ['2', words.orders[2]],
          ]}
          problem={faults.at('order')}
        />
      )}
      <FormEnd change={change} rest={faults.rest} submit={words.submit} />
    </form>
  );
}
