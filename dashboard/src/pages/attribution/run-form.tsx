import { type SubmitEvent, useState } from 'react';
import { CONVERSION_KINDS } from '../../api.ts';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { useOwnModels } from '../../components/fixed.ts';
import { useAllModels } from '../../components/models.ts';
import { useWindowDefaults } from '../../components/window-defaults.ts';
import { faultsOf } from '../../faults.ts';
import { isDataDriven, UNITS } from '../../models-api.ts';
import { createRun, type NewRun, type Run } from '../../runs-api.ts';
import { modelTexts } from '../../texts-models.ts';
import { runTexts as words } from '../../texts-runs.ts';
import { texts } from '../../texts.ts';
import { SelectField, TextField } from '../../ui/field.tsx';
import { type Typed, typedIn } from '../../ui/typed.ts';
import { FormEnd } from '../catalog/form-end.tsx';

const FIELDS = ['model', 'unit', 'from', 'to', 'conversionKind', 'lookbackDays'];

function detailsOf(typed: Typed): NewRun {
  const kind = CONVERSION_KINDS.find((one) => one === typed.text('conversionKind'));
  return {
    model: typed.text('model') ?? undefined,
    unit: UNITS.find((one) => one === typed.text('unit')),
    from: typed.text('from') ?? undefined,
    to: typed.text('to') ?? undefined,
    conversionKind: kind === undefined ? undefined : [kind],
    lookbackDays: typed.count('lookbackDays') ?? undefined,
  };
}

/** What a run is to compute. */
export function RunForm({ onStarted }: { onStarted: (run: Run) => void }) {
  const models = useAllModels();
  const [model, choose] = useState(useWindowDefaults().model);
  const [own] = useOwnModels([model]);
  const change = useSensitiveChange(async (form: HTMLFormElement) => {
    const typed = typedIn(form);
    const details = detailsOf(typed);
    typed.settle();
    return createRun(details);
  }, onStarted);
  const faults = faultsOf(change.error, FIELDS);
  const { at } = faults;
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    change.start(event.currentTarget);
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <SelectField
        name="model"
        label={words.model}
        options={models.map(({ name, title }) => [name, title] as const)}
        value={model}
        onChange={({ target }) => choose(target.value)}
        problem={at('model')}
      />
      {isDataDriven(own?.base ?? model) && own?.parameters.unit === undefined && (
        <SelectField
          name="unit"
          label={words.unit}
          options={UNITS.map((unit) => [unit, modelTexts.units[unit]] as const)}
          problem={at('unit')}
        />
      )}
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <TextField name="from" type="date" label={words.from} optional={words.optional} problem={at('from')} />
        <TextField name="to" type="date" label={words.to} optional={words.optional} problem={at('to')} />
      </div>
      <SelectField
        name="conversionKind"
        label={words.kind}
        options={[['', words.allKinds], ...CONVERSION_KINDS.map((kind) => [kind, texts.kinds[kind]] as const)]}
        problem={at('conversionKind')}
      />
      {own?.parameters.lookbackDays === undefined && (
        <TextField
          name="lookbackDays"
          label={words.lookback}
          help={words.lookbackHelp}
          optional={words.optional}
          inputMode="numeric"
          problem={at('lookbackDays')}
        />
      )}
      <FormEnd change={change} rest={faults.rest} submit={words.submit} />
    </form>
  );
}
