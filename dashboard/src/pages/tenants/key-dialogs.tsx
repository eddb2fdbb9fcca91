import { useQuery } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { FormProblem } from '../../components/form-problem.tsx';
import { faultsOf } from '../../faults.ts';
import { type ApiKey, type CreatedApiKey, createApiKey, rotateApiKey, type Scope, SCOPES } from '../../settings-api.ts';
import { settingsTexts } from '../../texts-settings.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SelectField, TextArea, TextField } from '../../ui/field.tsx';
import { fieldText } from '../../ui/form.ts';
import { CheckField } from './check-field.tsx';
import { fromNow } from './instants.ts';
import { serviceAccountsQuery } from './settings-queries.ts';

const words = settingsTexts.keys;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const FIELDS = ['name', 'allowedNetworks', 'requestsPerMinute'];

/** A form's choices as the API takes them. */
function newKeyOf(form: HTMLFormElement) {
  const chosen = new FormData(form).getAll('scope');
  const days = fieldText(form, 'end');
  const requests = fieldText(form, 'requests');
  return {
    name: fieldText(form, 'name'),
    scopes: SCOPES.filter((scope) => chosen.includes(scope)),
    expiresAt: days === '' ? null : fromNow(Number(days) * DAY_MS),
    allowedNetworks: fieldText(form, 'networks')
      .split(/[\s,]+/)
      .filter((network) => network !== ''),
    requestsPerMinute: requests === '' ? null : Number(requests),
    serviceAccountId: fieldText(form, 'account') || null,
  };
}

function ScopeChoice({ scope }: { scope: Scope }) {
  const [name, help] = settingsTexts.scopes[scope];
  return <CheckField name="scope" value={scope} label={name} help={help} defaultChecked={scope === 'read'} />;
}

function KeyForm({ onCreated }: { onCreated: (key: CreatedApiKey) => void }) {
  const accounts = useQuery(serviceAccountsQuery);
  const [isUnchosen, setUnchosen] = useState(false);
  const create = useSensitiveChange(createApiKey, onCreated);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const key = newKeyOf(event.currentTarget);
    setUnchosen(key.scopes.length === 0);
    if (key.scopes.length > 0) create.start(key);
  };
  const live = accounts.data?.filter(({ disabledAt }) => disabledAt === null) ?? [];
  const faults = faultsOf(create.error, FIELDS);
  const problem = isUnchosen ? words.mayHelp : faults.rest;
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <TextField name="name" label={words.name} help={words.nameHelp} maxLength={200} problem={faults.at('name')} />
      <fieldset>
        <legend className="font-medium">{words.may}</legend>
        <div className="-mx-2 mt-1">
          {SCOPES.map((scope) => (
            <ScopeChoice key={scope} scope={scope} />
          ))}
        </div>
      </fieldset>
      <SelectField name="end" label={words.ends} options={words.endOptions} />
      {live.length > 0 && (
        <SelectField
          name="account"
          label={words.account}
          help={words.accountHelp}
          options={[['', words.accountNone], ...live.map(({ id, name }) => [id, name] as const)]}
        />
      )}
      <TextArea
        name="networks"
        label={words.networks}
        optional={settingsTexts.optional}
        help={words.networksHelp}
        problem={faults.at('allowedNetworks')}
        className="font-mono"
      />
      <TextField
        name="requests"
        type="number"
        min={1}
        label={words.requests}
        optional={settingsTexts.optional}
        help={words.requestsHelp}
        problem={faults.at('requestsPerMinute')}
        className="max-w-40"
      />
      <FormProblem error={create.error} rest={problem} />
      <Button type="submit" look="solid" className="min-h-10 self-end max-sm:w-full" disabled={create.isBusy}>
        {words.submit}
      </Button>
      {create.question}
    </form>
  );
}

export function CreateKey({ onCreated }: { onCreated: (key: CreatedApiKey) => void }) {
  const [isOpen, open] = useState(false);
  const created = (key: CreatedApiKey) => {
    open(false);
    onCreated(key);
  };
  return (
    <>
      <Button look="solid" onClick={() => open(true)}>
        {words.create}
      </Button>
      <Dialog title={words.create} lead={words.createLead} isOpen={isOpen} onClose={() => open(false)}>
        <KeyForm onCreated={created} />
      </Dialog>
    </>
  );
}

function RenewForm({ apiKey, onRenewed }: { apiKey: ApiKey; onRenewed: (key: CreatedApiKey) => void }) {
  const renew = useSensitiveChange((hours: number) => rotateApiKey(apiKey.id, fromNow(hours * HOUR_MS)), onRenewed);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    renew.start(Number(fieldText(event.currentTarget, 'overlap')));
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <SelectField name="overlap" label={words.overlap} options={words.overlaps} defaultValue="24" problem={renew.problem} />
      <Button type="submit" look="solid" className="min-h-10 self-end max-sm:w-full" disabled={renew.isBusy}>
        {words.rotateSubmit}
      </Button>
      {renew.question}
    </form>
  );
}

/** Gives a key a new secret, while the old one goes on working for as long as is chosen. */
export function RenewKey({ apiKey, onRenewed }: { apiKey: ApiKey; onRenewed: (key: CreatedApiKey) => void }) {
  const [isOpen, open] = useState(false);
  const renewed = (key: CreatedApiKey) => {
    open(false);
    onRenewed(key);
  };
  return (
    <>
      <Button look="quiet" aria-label={words.rotateWho(apiKey.name)} onClick={() => open(true)}>
        {words.rotate}
      </Button>
      <Dialog title={words.rotateTitle(apiKey.name)} lead={words.rotateLead} isOpen={isOpen} onClose={() => open(false)}>
        <RenewForm apiKey={apiKey} onRenewed={renewed} />
      </Dialog>
    </>
  );
}
