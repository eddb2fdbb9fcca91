import { useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { changeMyEmail, type Me, renameMe } from '../../account-api.ts';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { sessionQuery } from '../../queries.ts';
import { accountTexts } from '../../texts-account.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { fieldText } from '../../ui/form.ts';
import { Panel } from '../../ui/panel.tsx';
import { Said } from '../tenants/said.tsx';
import { meQuery } from './account-queries.ts';

const words = accountTexts.profile;

function Name({ me, onSaid }: { me: Me; onSaid: (text: string) => void }) {
  const queryClient = useQueryClient();
  const rename = useSensitiveChange(renameMe, (changed) => {
    queryClient.setQueryData(meQuery.queryKey, changed);
    void queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
    onSaid(words.saved);
  });
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    rename.start(fieldText(event.currentTarget, 'name'));
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-3">
      <TextField name="name" label={words.name} defaultValue={me.name} autoComplete="name" maxLength={200} problem={rename.problem} />
      <Button type="submit" className="self-start" disabled={rename.isBusy}>
        {words.save}
      </Button>
    </form>
  );
}

function Email({ me, onSaid }: { me: Me; onSaid: (text: string) => void }) {
  const change = useSensitiveChange(changeMyEmail, (_answer, email) => onSaid(words.emailSent(email)));
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    change.start(fieldText(event.currentTarget, 'email'));
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-3">
      <TextField
        name="email"
        type="email"
        label={words.email}
        help={words.emailHelp}
        defaultValue={me.email}
        autoComplete="email"
        maxLength={254}
        problem={change.problem}
      />
      <Button type="submit" className="self-start" disabled={change.isBusy}>
        {words.changeEmail}
      </Button>
      {change.question}
    </form>
  );
}

/** Name and e-mail address. */
export function AccountProfile({ me }: { me: Me }) {
  const [said, say] = useState('');
  return (
    <Panel title={words.title} id="account-profile">
      <div className="flex flex-col gap-6 px-4 pb-5 sm:px-5">
        <Said text={said} />
        <Name me={me} onSaid={say} />
        <Email me={me} onSaid={say} />
      </div>
    </Panel>
  );
}
