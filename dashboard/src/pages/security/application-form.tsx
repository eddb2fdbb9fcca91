import { type SubmitEvent, useState } from 'react';
import {
  type Application,
  APPLICATION_KINDS,
  type ApplicationKind,
  type ApplicationScope,
  changeApplication,
  createApplication,
  type CreatedApplication,
  PERSON_SCOPES,
} from '../../applications-api.ts';
import { type SensitiveChange, useSensitiveChange } from '../../components/confirm-identity.tsx';
import { FormProblem } from '../../components/form-problem.tsx';
import { type Faults, faultsOf } from '../../faults.ts';
import { SCOPES } from '../../settings-api.ts';
import { applicationTexts as words } from '../../texts-applications.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField, TextArea, TextField } from '../../ui/field.tsx';
import { fieldLines, fieldText } from '../../ui/form.ts';
import { CheckField } from '../tenants/check-field.tsx';
import { CheckGroup } from '../tenants/check-group.tsx';
import { scopeWords } from './application-scopes.ts';

const FIELDS = ['name', 'redirectUris', 'postLogoutRedirectUris', 'scopes'];
const KINDS = APPLICATION_KINDS.map((kind) => [kind, words.kinds[kind][0]] as const);
const FIRST_SCOPES: readonly ApplicationScope[] = ['openid', 'read'];

/** A service acts for no person, so nothing about one can be allowed to it. */
function scopesFor(kind: ApplicationKind): readonly ApplicationScope[] {
  return kind === 'service' ? SCOPES : [...PERSON_SCOPES, ...SCOPES];
}

/** A form's choices as the API takes them. */
function settingsOf(form: HTMLFormElement, kind: ApplicationKind) {
  const chosen = new FormData(form).getAll('scope');
  return {
    name: fieldText(form, 'name'),
    redirectUris: fieldLines(form, 'redirects'),
    postLogoutRedirectUris: fieldLines(form, 'signed-out'),
    scopes: scopesFor(kind).filter((scope) => chosen.includes(scope)),
  };
}

/** Nothing ticked is said in words of its own, because the API can only count. */
function useChoice() {
  const [isUnchosen, setUnchosen] = useState(false);
  const isChosen = (scopes: readonly ApplicationScope[]) => {
    setUnchosen(scopes.length === 0);
    return scopes.length > 0;
  };
  return { isUnchosen, isChosen };
}

interface FieldsProps {
  kind: ApplicationKind;
  present?: Application;
  faults: Faults;
  isUnchosen: boolean;
}

function Fields({ kind, present, faults, isUnchosen }: FieldsProps) {
  const chosen = present?.scopes ?? FIRST_SCOPES;
  return (
    <>
      {kind !== 'service' && (
        <>
          <TextArea
            name="redirects"
            label={words.redirects}
            help={kind === 'native' ? words.redirectsNative : words.redirectsHelp}
            problem={faults.at('redirectUris')}
            defaultValue={present?.redirectUris.join('\n')}
            className="font-mono"
          />
          <TextArea
            name="signed-out"
            label={words.signedOut}
            help={words.signedOutHelp}
            problem={faults.at('postLogoutRedirectUris')}
            defaultValue={present?.postLogoutRedirectUris.join('\n')}
            className="font-mono"
          />
        </>
      )}
      <CheckGroup legend={words.may} problem={isUnchosen ? words.mayMissing : faults.at('scopes')}>
        {scopesFor(kind).map((scope) => {
          const [label, help] = scopeWords(scope);
          return <CheckField key={scope} name="scope" value={scope} label={label} help={help} defaultChecked={chosen.includes(scope)} />;
        })}
      </CheckGroup>
    </>
  );
}

function Finish({
  label,
  faults,
  change,
}: {
  label: string;
  faults: Faults;
  change: Pick<SensitiveChange<never>, 'isBusy' | 'question' | 'error'>;
}) {
  return (
    <>
      <FormProblem error={change.error} rest={faults.rest} />
      <Button type="submit" look="solid" className="min-h-10 self-end max-sm:w-full" disabled={change.isBusy}>
        {label}
      </Button>
      {change.question}
    </>
  );
}

/** Registers an application. */
export function NewApplicationForm({ onCreated }: { onCreated: (created: CreatedApplication) => void }) {
  const [kind, setKind] = useState<ApplicationKind>('web');
  const { isUnchosen, isChosen } = useChoice();
  const create = useSensitiveChange(createApplication, onCreated);
  const faults = faultsOf(create.error, FIELDS);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const settings = settingsOf(event.currentTarget, kind);
    if (isChosen(settings.scopes)) create.start({ kind, ...settings });
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <TextField name="name" label={words.name} help={words.nameHelp} maxLength={200} problem={faults.at('name')} />
      <SelectField
        label={words.kind}
        help={words.kinds[kind][1]}
        options={KINDS}
        value={kind}
        onChange={({ target }) => setKind(APPLICATION_KINDS.find((one) => one === target.value) ?? kind)}
      />
      <Fields kind={kind} faults={faults} isUnchosen={isUnchosen} />
      <Finish label={words.submit} faults={faults} change={create} />
    </form>
  );
}

/** Changes an application; where it runs stays. */
export function ApplicationForm({ application, onChanged }: { application: Application; onChanged: (changed: Application) => void }) {
  const { id, kind, name } = application;
  const { isUnchosen, isChosen } = useChoice();
  const change = useSensitiveChange((settings: ReturnType<typeof settingsOf>) => changeApplication(id, settings), onChanged);
  const faults = faultsOf(change.error, FIELDS);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const settings = settingsOf(event.currentTarget, kind);
    if (isChosen(settings.scopes)) change.start(settings);
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <TextField name="name" label={words.name} help={words.nameHelp} maxLength={200} defaultValue={name} problem={faults.at('name')} />
      <Fields kind={kind} present={application} faults={faults} isUnchosen={isUnchosen} />
      <Finish label={words.save} faults={faults} change={change} />
    </form>
  );
}
