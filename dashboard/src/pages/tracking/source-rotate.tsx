import { type SubmitEvent, useState } from 'react';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { faultsOf } from '../../faults.ts';
import { catalogTexts } from '../../texts-catalog.ts';
import { trackingTexts } from '../../texts-tracking.ts';
import { rotateSource, type Source, type SourceWithSecret } from '../../tracking-api.ts';
import { TextField } from '../../ui/field.tsx';
import { typedText } from '../../ui/form.ts';
import { typedIn } from '../../ui/typed.ts';
import { FormEnd } from '../catalog/form-end.tsx';
import { ShownOnce } from '../tenants/shown-once.tsx';
import { KIND_TERMS, shownSecret } from './source-terms.ts';

const words = trackingTexts.sources;
const FIELDS = ['secret', 'previousWorksHours'];
const HOURS = 24;

async function rotate(form: HTMLFormElement, key: string): Promise<SourceWithSecret> {
  const typed = typedIn(form);
  const body = { secret: typedText(form, 'secret') || undefined, previousWorksHours: typed.count('previousWorksHours') ?? 0 };
  typed.settle();
  return rotateSource(key, body);
}

function RotateForm({ source: { key, kind }, onRotated }: { source: Source; onRotated: (source: SourceWithSecret) => void }) {
  const change = useSensitiveChange((form: HTMLFormElement) => rotate(form, key), onRotated);
  const faults = faultsOf(change.error, FIELDS);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    change.start(event.currentTarget);
  };
  const isOurs = KIND_TERMS[kind].secret === 'ours';
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <TextField
        name="secret"
        type="password"
        label={words.secret}
        optional={isOurs ? catalogTexts.optional : undefined}
        help={isOurs ? words.secretHelp.ours : words.secretHelp.theirs}
        maxLength={500}
        problem={faults.at('secret')}
      />
      <TextField
        name="previousWorksHours"
        inputMode="numeric"
        label={words.rotateHours}
        defaultValue={HOURS}
        className="max-w-40"
        problem={faults.at('previousWorksHours')}
      />
      <FormEnd change={change} rest={faults.rest} submit={words.rotateSubmit} />
    </form>
  );
}

/** Gives a source a new secret; one that was made is shown once. */
export function RotateSecret({ source, onRotated }: { source: Source; onRotated: () => void }) {
  const [rotated, show] = useState<SourceWithSecret>();
  return (
    <>
      <FormDialog label={words.rotate} lead={words.rotateLead} look="outline">
        {(close) => (
          <RotateForm
            source={source}
            onRotated={(answer) => {
              close();
              show(answer);
              onRotated();
            }}
          />
        )}
      </FormDialog>
      <ShownOnce
        title={words.secretTitle}
        lead={words.secretLead}
        {...(rotated === undefined ? { label: words.secretLabel, secret: undefined } : shownSecret(rotated))}
        done={words.secretDone}
        onDone={() => show(undefined)}
      />
    </>
  );
}
