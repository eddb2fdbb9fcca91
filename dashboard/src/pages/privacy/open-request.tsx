import { type SubmitEvent, useState } from 'react';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { FormProblem } from '../../components/form-problem.tsx';
import { type Faults, faultsOf } from '../../faults.ts';
import {
  createPrivacyRequest,
  type NewPrivacyRequest,
  type PrivacyRequest,
  REQUEST_KINDS,
  type RequestKind,
  VERIFICATIONS,
} from '../../privacy-api.ts';
import { privacyTexts } from '../../texts-privacy.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SelectField, TextArea, TextField } from '../../ui/field.tsx';
import { fieldText } from '../../ui/form.ts';
import { CheckField } from '../tenants/check-field.tsx';
import { Corrections, enteredCorrections } from './corrections.tsx';
import { enteredKeys, placeOfKey } from './person-keys.ts';

const words = privacyTexts.open;
const LISTS = ['emails', 'userIds', 'deviceIds', 'clickIds'] as const;
const MOST_CORRECTIONS = 100;
const correctionField = (place: number) => `correction${place}`;
const CORRECTION_FIELDS = Array.from({ length: MOST_CORRECTIONS }, (_, place) => correctionField(place));
const FIELDS = [...LISTS, 'ip', 'userAgent', ...CORRECTION_FIELDS, 'confirmByMail'];
const KINDS = REQUEST_KINDS.map((kind) => [kind, privacyTexts.kinds[kind][0]] as const);
const LATER = 'later';
const MAIL = 'mail';
const WHO = [
  [LATER, words.later],
  [MAIL, words.mail],
  ...VERIFICATIONS.map((verification) => [verification, privacyTexts.verifications[verification]] as const),
] as const;

/** A form's choices as the API takes them. */
function newRequestOf(form: HTMLFormElement, kind: RequestKind): NewPrivacyRequest {
  const who = fieldText(form, 'who');
  return {
    kind,
    identities: enteredKeys(form).map(({ identity }) => identity),
    verification: VERIFICATIONS.find((verification) => verification === who),
    confirmByMail: who === MAIL ? true : undefined,
    objects: kind === 'erasure' ? new FormData(form).has('objects') : undefined,
    corrections: kind === 'rectification' ? enteredCorrections(form) : undefined,
  };
}

function PersonFields({ faults, isUnnamed }: { faults: Faults; isUnnamed: boolean }) {
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="font-medium">{words.person}</legend>
      <p className="text-small text-muted">{words.personHelp}</p>
      {isUnnamed && (
        <p role="alert" className="text-small font-medium text-danger">
          {words.personMissing}
        </p>
      )}
      <div className="grid items-start gap-3 sm:grid-cols-2">
        {LISTS.map((field) => (
          <TextArea key={field} name={field} rows={2} label={words[field]} problem={faults.at(field)} />
        ))}
        <TextField name="ip" label={words.ip} problem={faults.at('ip')} />
        <TextField name="userAgent" label={words.userAgent} problem={faults.at('userAgent')} />
      </div>
    </fieldset>
  );
}

function RequestForm({ onOpened }: { onOpened: (request: PrivacyRequest) => void }) {
  const [kind, setKind] = useState<RequestKind>('access');
  const [places, setPlaces] = useState<string[]>();
  const create = useSensitiveChange(createPrivacyRequest, onOpened);
  const placeOf = (pointer: string) => placeOfKey(places ?? [])(pointer.replace(/^\/corrections\/(\d+).*$/, '/correction$1'));
  const faults = faultsOf(create.error, FIELDS, placeOf);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const keys = enteredKeys(event.currentTarget);
    setPlaces(keys.map(({ place }) => place));
    if (keys.length > 0) create.start(newRequestOf(event.currentTarget, kind));
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <SelectField
        label={words.kind}
        help={privacyTexts.kinds[kind][1]}
        options={KINDS}
        value={kind}
        onChange={({ target }) => setKind(REQUEST_KINDS.find((one) => one === target.value) ?? kind)}
      />
      <PersonFields faults={faults} isUnnamed={places?.length === 0} />
      {kind === 'rectification' && <Corrections problemOf={(place) => faults.at(correctionField(place))} />}
      {kind === 'erasure' && (
        <div className="-mx-2">
          <CheckField name="objects" label={words.objects} help={words.objectsHelp} />
        </div>
      )}
      <SelectField name="who" label={words.who} help={words.whoHelp} options={WHO} problem={faults.at('confirmByMail')} />
      <FormProblem error={places?.length === 0 ? places : create.error} rest={faults.rest} />
      <Button type="submit" look="solid" className="min-h-10 self-end max-sm:w-full" disabled={create.isBusy}>
        {words.submit}
      </Button>
      {create.question}
    </form>
  );
}

/** A button that opens the form of a new request. */
export function OpenRequest({ onOpened }: { onOpened: (request: PrivacyRequest) => void }) {
  const [isOpen, open] = useState(false);
  const opened = (request: PrivacyRequest) => {
    open(false);
    onOpened(request);
  };
  return (
    <>
      <Button look="solid" onClick={() => open(true)}>
        {words.button}
      </Button>
      <Dialog title={words.button} lead={words.lead} isOpen={isOpen} onClose={() => open(false)}>
        <RequestForm onOpened={opened} />
      </Dialog>
    </>
  );
}
