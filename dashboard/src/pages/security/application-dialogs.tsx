import { type SubmitEvent, useState } from 'react';
import { type Application, type CreatedApplication, renewApplicationSecret } from '../../applications-api.ts';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { CopyField } from '../../components/copy-field.tsx';
import { applicationTexts as words } from '../../texts-applications.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SelectField } from '../../ui/field.tsx';
import { fieldText } from '../../ui/form.ts';
import { ApplicationForm, NewApplicationForm } from './application-form.tsx';

/** What an application needs to speak with Earshot; the secret, where it has one, is told this once. */
export interface Credentials {
  title: string;
  id: string;
  secret: string | null;
}

export function RegisterApplication({ onCreated }: { onCreated: (created: CreatedApplication) => void }) {
  const [isOpen, open] = useState(false);
  const created = (application: CreatedApplication) => {
    open(false);
    onCreated(application);
  };
  return (
    <>
      <Button look="solid" onClick={() => open(true)}>
        {words.register}
      </Button>
      <Dialog title={words.register} lead={words.registerLead} isOpen={isOpen} onClose={() => open(false)}>
        <NewApplicationForm onCreated={created} />
      </Dialog>
    </>
  );
}

export function ChangeApplication({ application, onChanged }: { application: Application; onChanged: (changed: Application) => void }) {
  const [isOpen, open] = useState(false);
  const { name } = application;
  const changed = (fresh: Application) => {
    open(false);
    onChanged(fresh);
  };
  return (
    <>
      <Button look="quiet" aria-label={words.changeWho(name)} onClick={() => open(true)}>
        {words.change}
      </Button>
      <Dialog title={words.changeTitle(name)} lead={words.changeLead} isOpen={isOpen} onClose={() => open(false)}>
        <ApplicationForm application={application} onChanged={changed} />
      </Dialog>
    </>
  );
}

interface RenewProps {
  application: Application;
  onRenewed: (credentials: Credentials) => void;
}

function RenewForm({ application: { id }, onRenewed }: RenewProps) {
  const renew = useSensitiveChange(
    (hours: number) => renewApplicationSecret(id, hours),
    ({ clientSecret }) => onRenewed({ title: words.renewed, id, secret: clientSecret }),
  );
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    renew.start(Number(fieldText(event.currentTarget, 'overlap')));
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <SelectField name="overlap" label={words.overlap} options={words.overlaps} defaultValue="24" problem={renew.problem} />
      <Button type="submit" look="solid" className="min-h-10 self-end max-sm:w-full" disabled={renew.isBusy}>
        {words.renewSubmit}
      </Button>
      {renew.question}
    </form>
  );
}

/** Makes a new secret, while the old one goes on working for as long as is chosen. */
export function RenewSecret({ application, onRenewed }: RenewProps) {
  const [isOpen, open] = useState(false);
  const { name } = application;
  const renewed = (credentials: Credentials) => {
    open(false);
    onRenewed(credentials);
  };
  return (
    <>
      <Button look="quiet" aria-label={words.renewWho(name)} onClick={() => open(true)}>
        {words.renew}
      </Button>
      <Dialog title={words.renewTitle(name)} lead={words.renewLead} isOpen={isOpen} onClose={() => open(false)}>
        <RenewForm application={application} onRenewed={renewed} />
      </Dialog>
    </>
  );
}

/** Client ID and, once, the secret; it closes by its own button, so that the secret is not lost by a click beside it. */
export function ShownCredentials({ credentials, onDone }: { credentials: Credentials | undefined; onDone: () => void }) {
  if (!credentials) return null;
  const { title, id, secret } = credentials;
  return (
    <Dialog title={title} lead={secret === null ? words.idLead : words.secretLead} isOpen onClose={onDone} closesOutside={false}>
      <div className="flex flex-col gap-4">
        <CopyField label={words.clientId} value={id} />
        {secret !== null && <CopyField label={words.secret} value={secret} />}
        <Button look="solid" className="mt-1 min-h-10 w-full" onClick={onDone}>
          {secret === null ? words.done : words.kept}
        </Button>
      </div>
    </Dialog>
  );
}
