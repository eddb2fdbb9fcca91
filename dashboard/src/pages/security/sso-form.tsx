import { type SubmitEvent, useState } from 'react';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { FormProblem } from '../../components/form-problem.tsx';
import { faultsOf } from '../../faults.ts';
import { changeConnection, type Connection, createConnection, SSO_ROLES } from '../../sso-api.ts';
import { ssoTexts as words } from '../../texts-sso.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField, TextArea, TextField } from '../../ui/field.tsx';
import { fieldLines, fieldText, typedText } from '../../ui/form.ts';
import { CheckField } from '../tenants/check-field.tsx';
import { roleOptions } from '../tenants/roles.tsx';

const FIELDS = ['name', 'issuer', 'clientId', 'clientSecret', 'domains'];
const MEMBERSHIPS = (['members_only', 'just_in_time'] as const).map((value) => [value, words.memberships[value][0]] as const);

type Membership = Connection['membership'];

/** A form's choices as the API takes them, but for the secret. */
function settingsOf(form: HTMLFormElement, membership: Membership, presentRole: Connection['defaultRole']) {
  const chosen = new FormData(form);
  return {
    name: fieldText(form, 'name'),
    issuer: fieldText(form, 'issuer'),
    clientId: fieldText(form, 'clientId'),
    domains: fieldLines(form, 'domains'),
    membership,
    defaultRole: SSO_ROLES.find((role) => role === fieldText(form, 'role')) ?? presentRole,
    providerAsksFactor: chosen.has('factor'),
    enabled: chosen.has('enabled'),
  };
}

function MembershipFields({
  value,
  onChange,
  role,
}: {
  value: Membership;
  onChange: (to: Membership) => void;
  role: Connection['defaultRole'];
}) {
  return (
    <>
      <SelectField
        label={words.membership}
        help={words.memberships[value][1]}
        options={MEMBERSHIPS}
        value={value}
        onChange={({ target }) => onChange(target.value === 'just_in_time' ? 'just_in_time' : 'members_only')}
      />
      {value === 'just_in_time' && <SelectField name="role" label={words.role} options={roleOptions(SSO_ROLES)} defaultValue={role} />}
    </>
  );
}

interface SsoFormProps {
  /** What is to be changed; a new one without. */
  connection?: Connection;
  onDone: (connection: Connection) => void;
}

/** Connects an identity provider, or changes a connection. The secret is only ever sent, never shown. */
export function SsoForm({ connection, onDone }: SsoFormProps) {
  const role = connection?.defaultRole ?? 'viewer';
  const [membership, setMembership] = useState<Membership>(connection?.membership ?? 'members_only');
  const send = ({ clientSecret, ...settings }: Parameters<typeof createConnection>[0]) => {
    if (!connection) return createConnection({ ...settings, clientSecret });
    return changeConnection(connection.id, { ...settings, clientSecret: clientSecret === '' ? undefined : clientSecret });
  };
  const change = useSensitiveChange(send, onDone);
  const faults = faultsOf(change.error, FIELDS);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    change.start({ ...settingsOf(form, membership, role), clientSecret: typedText(form, 'clientSecret') });
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <TextField
        name="name"
        label={words.name}
        help={words.nameHelp}
        maxLength={200}
        defaultValue={connection?.name}
        problem={faults.at('name')}
      />
      <TextField
        name="issuer"
        type="url"
        label={words.issuer}
        help={words.issuerHelp}
        defaultValue={connection?.issuer}
        problem={faults.at('issuer')}
        className="font-mono"
      />
      <TextField
        name="clientId"
        label={words.clientId}
        defaultValue={connection?.clientId}
        problem={faults.at('clientId')}
        className="font-mono"
      />
      <TextField
        name="clientSecret"
        type="password"
        label={words.secret}
        help={connection ? words.secretKept : words.secretHelp}
        problem={faults.at('clientSecret')}
      />
      <TextArea
        name="domains"
        label={words.domains}
        help={words.domainsHelp}
        defaultValue={connection?.domains.join('\n')}
        problem={faults.at('domains')}
        className="font-mono"
      />
      <MembershipFields value={membership} onChange={setMembership} role={role} />
      <div className="-mx-2">
        <CheckField name="factor" label={words.factor} help={words.factorHelp} defaultChecked={connection?.providerAsksFactor} />
        <CheckField name="enabled" label={words.isEnabled} defaultChecked={connection?.enabled ?? true} />
      </div>
      <FormProblem error={change.error} rest={faults.rest} />
      <Button type="submit" look="solid" className="min-h-10 self-end max-sm:w-full" disabled={change.isBusy}>
        {connection ? words.save : words.submit}
      </Button>
      {change.question}
    </form>
  );
}
