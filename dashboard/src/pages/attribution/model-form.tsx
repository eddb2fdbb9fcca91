import { type SubmitEvent, useCallback, useEffect, useRef, useState } from 'react';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { useBaseTitle } from '../../components/models.ts';
import { type Faults, faultsOf } from '../../faults.ts';
import { type Base, BASES, type OwnModel, type OwnModelDetails, putModel, UNITS } from '../../models-api.ts';
import { modelTexts as words } from '../../texts-models.ts';
import { texts } from '../../texts.ts';
import { SelectField, TextArea, TextField } from '../../ui/field.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { typedIn } from '../../ui/typed.ts';
import { FormEnd } from '../catalog/form-end.tsx';
import { detailsOf, placeOf, type WeightsBy } from './model-details.ts';
import { ModelPreview } from './model-preview.tsx';

const FIELDS = [
  'name',
  'base',
  'halfLifeDays',
  'firstShare',
  'lastShare',
  'positions',
  'placements',
  'otherPlacements',
  'unit',
  'lookbackDays',
  'minEvidence',
  'repeats',
];
/** How long typing has to pause before the example is worked out anew. */
const PAUSE_MS = 250;

const percentOf = (share: number | undefined) => (share === undefined ? '40' : String(Number((share * 100).toFixed(4))));
const linesOf = (placements: Record<string, number> | undefined) =>
  Object.entries(placements ?? {})
    .map(([key, weight]) => `${key} ${weight}`)
    .join('\n');

interface PartProps {
  before: OwnModelDetails | undefined;
  at: Faults['at'];
}

function WeightFields({ before, at, by, choose }: PartProps & { by: WeightsBy; choose: (by: WeightsBy) => void }) {
  const choices = (['positions', 'placements'] as const).map((value) => ({ value, label: words.by[value] }));
  return (
    <>
      <div>
        <Segmented label={words.weightsBy} choices={choices} value={by} onChoose={choose} />
      </div>
      {by === 'positions' ? (
        <TextField
          name="positions"
          label={words.positions}
          help={words.positionsHelp}
          defaultValue={before?.parameters?.positions?.join(', ') ?? '4, 2, 4'}
          problem={at('positions')}
        />
      ) : (
        <>
          <TextArea
            name="placements"
            label={words.placements}
            help={words.placementsHelp}
            rows={4}
            defaultValue={linesOf(before?.parameters?.placements)}
            problem={at('placements')}
          />
          <TextField
            name="otherPlacements"
            label={words.otherPlacements}
            inputMode="decimal"
            defaultValue={String(before?.parameters?.otherPlacements ?? 1)}
            problem={at('otherPlacements')}
          />
        </>
      )}
    </>
  );
}

/** What a base takes. */
function BaseFields({ base, ...part }: PartProps & { base: Base; by: WeightsBy; choose: (by: WeightsBy) => void }) {
  const { before, at } = part;
  if (base === 'custom') return <WeightFields {...part} />;
  if (base === 'time_decay') {
    return (
      <TextField
        name="halfLifeDays"
        label={words.halfLife}
        help={words.halfLifeHelp}
        inputMode="decimal"
        defaultValue={String(before?.parameters?.halfLifeDays ?? 7)}
        problem={at('halfLifeDays')}
      />
    );
  }
  if (base === 'position_based') {
    const share = (name: 'firstShare' | 'lastShare') => (
      <TextField
        name={name}
        label={words[name]}
        inputMode="decimal"
        defaultValue={percentOf(before?.parameters?.[name])}
        problem={at(name)}
      />
    );
    return (
      <div>
        <div className="grid items-start gap-4 sm:grid-cols-2">
          {share('firstShare')}
          {share('lastShare')}
        </div>
        <p className="mt-1 text-small text-muted">{words.sharesHelp}</p>
      </div>
    );
  }
  if (base !== 'markov' && base !== 'shapley' && base !== 'hazard') return null;
  const units = UNITS.map((unit) => [unit, words.units[unit]] as const);
  return <SelectField name="unit" label={words.unit} options={units} defaultValue={before?.parameters?.unit} problem={at('unit')} />;
}

/** What a model may fix beside its weights. */
function FixedFields({ before, at }: PartProps) {
  const { lookbackDays, minEvidence, repeats } = before?.parameters ?? {};
  const open = ['', words.open] as const;
  const classes = Object.entries(texts.evidence).map(([value, [name]]) => [value, name] as const);
  return (
    <fieldset className="flex flex-col gap-4">
      <legend className="mb-2 font-semibold">{words.fixes}</legend>
      <TextField
        name="lookbackDays"
        label={words.lookback}
        help={words.lookbackHelp}
        optional={words.optional}
        inputMode="numeric"
        defaultValue={lookbackDays}
        problem={at('lookbackDays')}
      />
      <SelectField
        name="minEvidence"
        label={words.minEvidence}
        options={[open, ...classes]}
        defaultValue={minEvidence}
        problem={at('minEvidence')}
      />
      <SelectField
        name="repeats"
        label={words.repeats}
        options={[open, ['every', words.repeatsOf.every], ['unique', words.repeatsOf.unique]]}
        defaultValue={repeats}
        problem={at('repeats')}
      />
    </fieldset>
  );
}

/** What a form says; undefined while it cannot be read. */
function readable(form: HTMLFormElement, chosen: { base: Base; by: WeightsBy }): OwnModelDetails | undefined {
  const typed = typedIn(form);
  const details = detailsOf(form, typed, chosen);
  return typed.isReadable() ? details : undefined;
}

/** What a form says, once typing pauses; undefined while it cannot be read. */
function useWritten({ base, by }: { base: Base; by: WeightsBy }) {
  const form = useRef<HTMLFormElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [own, write] = useState<OwnModelDetails>();
  const readSoon = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      if (form.current !== null) write(readable(form.current, { base, by }));
    }, PAUSE_MS);
  }, [base, by]);
  useEffect(() => {
    readSoon();
    return () => clearTimeout(timer.current);
  }, [readSoon]);
  return { form, own, readSoon };
}

/** A model of one's own: a first version where `before` is left out, else the next one. */
export function ModelForm({ before, onSaved }: { before?: OwnModel; onSaved: (model: OwnModel) => void }) {
  const titleOf = useBaseTitle();
  const [base, chooseBase] = useState<Base>(before?.base ?? 'time_decay');
  const [by, chooseBy] = useState<WeightsBy>(before?.parameters.placements === undefined ? 'positions' : 'placements');
  const { form, own, readSoon } = useWritten({ base, by });
  const change = useSensitiveChange(async (element: HTMLFormElement) => {
    const typed = typedIn(element);
    const details = detailsOf(element, typed, { base, by });
    const name = before?.name ?? typed.text('name') ?? '';
    if (name === '') typed.refuse('name', 'is needed');
    typed.settle();
    return putModel(name, details);
  }, onSaved);
  const faults = faultsOf(change.error, FIELDS, placeOf);
  const { at } = faults;
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    change.start(event.currentTarget);
  };
  const part = { before, at };
  return (
    <form ref={form} onSubmit={submit} onChange={readSoon} noValidate className="flex flex-col gap-4">
      {before === undefined && (
        <TextField name="name" label={words.key} help={words.keyHelp} maxLength={63} spellCheck={false} problem={at('name')} />
      )}
      <SelectField
        name="base"
        label={words.base}
        options={BASES.map((one) => [one, titleOf(one)] as const)}
        value={base}
        onChange={({ target }) => chooseBase(BASES.find((one) => one === target.value) ?? base)}
        problem={at('base')}
      />
      <BaseFields key={base} base={base} by={by} choose={chooseBy} {...part} />
      <ModelPreview own={own} />
      <FixedFields {...part} />
      <FormEnd change={change} rest={faults.rest} submit={words.submit} />
    </form>
  );
}
