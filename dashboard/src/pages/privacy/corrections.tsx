import { useState } from 'react';
import { CONVERSION_KINDS } from '../../api.ts';
import { minorUnits } from '../../format.ts';
import type { Correction } from '../../privacy-api.ts';
import { privacyTexts } from '../../texts-privacy.ts';
import { texts } from '../../texts.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { fieldText } from '../../ui/form.ts';

const words = privacyTexts.corrections;
const WHATS = ['conversion', 'touchpoint', 'kind', 'value', 'customer'] as const;
type What = (typeof WHATS)[number];

const WHAT_OPTIONS = WHATS.map((what) => [what, words.whats[what]] as const);
const KIND_OPTIONS = CONVERSION_KINDS.map((kind) => [kind, texts.kind[kind]] as const);
const CUSTOMER_OPTIONS = [
  ['new', words.isNew],
  ['known', words.isKnown],
] as const;

function whatOf(text: string): What {
  return WHATS.find((what) => what === text) ?? 'conversion';
}

function correctionOf(form: HTMLFormElement, key: number): Correction {
  const text = (name: string) => fieldText(form, `${name}-${key}`);
  const id = text('id');
  const what = whatOf(text('what'));
  if (what === 'touchpoint' || what === 'conversion') return { event: what, id, isNotTheirs: true };
  if (what === 'kind') return { event: 'conversion', id, kind: CONVERSION_KINDS.find((kind) => kind === text('kind')) };
  if (what === 'customer') return { event: 'conversion', id, isNewCustomer: text('customer') === 'new' };
  const currency = text('currency').toUpperCase();
  return { event: 'conversion', id, valueMinor: minorUnits(text('value'), currency), currency };
}

/** The corrections of a form, in the order in which they stand. */
export function enteredCorrections(form: HTMLFormElement): Correction[] {
  return new FormData(form).getAll('correction').map((key) => correctionOf(form, Number(key)));
}

interface FieldsProps {
  id: number;
  number: number;
  problem: string | undefined;
  onRemove: (() => void) | undefined;
}

function Fields({ id, number, problem, onRemove }: FieldsProps) {
  const [what, setWhat] = useState<What>('conversion');
  return (
    <fieldset className="flex flex-col gap-3 rounded-control border border-line p-3.5">
      <legend className="sr-only">{words.one(number)}</legend>
      <input type="hidden" name="correction" value={id} />
      <SelectField
        name={`what-${id}`}
        label={words.what}
        options={WHAT_OPTIONS}
        value={what}
        onChange={({ target }) => setWhat(whatOf(target.value))}
      />
      <TextField name={`id-${id}`} label={words.id} help={words.idHelp} maxLength={200} className="font-mono" />
      {what === 'kind' && <SelectField name={`kind-${id}`} label={words.kind} options={KIND_OPTIONS} defaultValue="purchase" />}
      {what === 'value' && (
        <div className="grid grid-cols-2 gap-3">
          <TextField name={`value-${id}`} label={words.value} inputMode="decimal" />
          <TextField name={`currency-${id}`} label={words.currency} maxLength={3} placeholder="USD" />
        </div>
      )}
      {what === 'customer' && <SelectField name={`customer-${id}`} label={words.customer} options={CUSTOMER_OPTIONS} />}
      {problem !== undefined && (
        <p role="alert" className="text-small font-medium text-danger">
          {words.one(number)}: {problem}
        </p>
      )}
      {onRemove && (
        <Button look="quiet" className="self-end" aria-label={words.removeWhich(number)} onClick={onRemove}>
          {words.remove}
        </Button>
      )}
    </fieldset>
  );
}

/** What a person wants put right, one event at a time; `problemOf` tells what is wrong with the one at a place. */
export function Corrections({ problemOf }: { problemOf: (place: number) => string | undefined }) {
  const [ids, setIds] = useState([0]);
  const remove = (gone: number) => setIds(ids.filter((id) => id !== gone));
  return (
    <section aria-label={words.title} className="flex flex-col gap-2">
      <h3 className="font-medium">{words.title}</h3>
      {ids.map((id, at) => (
        <Fields key={id} id={id} number={at + 1} problem={problemOf(at)} onRemove={ids.length > 1 ? () => remove(id) : undefined} />
      ))}
      <Button className="self-start" onClick={() => setIds([...ids, Math.max(...ids) + 1])}>
        {words.add}
      </Button>
    </section>
  );
}
