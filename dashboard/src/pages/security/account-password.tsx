import { useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useRef, useState } from 'react';
import { changePassword, type Me } from '../../account-api.ts';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { accountTexts } from '../../texts-account.ts';
import { Button } from '../../ui/button.tsx';
import { typedText } from '../../ui/form.ts';
import { Panel } from '../../ui/panel.tsx';
import { PasswordField } from '../../ui/password-field.tsx';
import { Said } from '../tenants/said.tsx';
import { ownSessionsQuery } from './account-queries.ts';

const words = accountTexts.password;

/** A new password, for whoever knows the present one. */
export function AccountPassword({ me }: { me: Me }) {
  const queryClient = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const [said, say] = useState('');
  const change = useSensitiveChange(changePassword, () => {
    form.current?.reset();
    say(words.done);
    void queryClient.invalidateQueries({ queryKey: ownSessionsQuery.queryKey });
  });
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    say('');
    const [current, next] = ['currentPassword', 'newPassword'].map((name) => typedText(event.currentTarget, name));
    change.start({ newPassword: next, ...(me.hasPassword ? { currentPassword: current } : {}) });
  };
  return (
    <Panel title={words.title} id="account-password">
      <form ref={form} onSubmit={submit} noValidate className="flex flex-col gap-4 px-4 pb-5 sm:px-5">
        <Said text={said} />
        <input type="email" autoComplete="username" defaultValue={me.email} hidden readOnly />
        {me.hasPassword && (
          <PasswordField
            name="currentPassword"
            words={accountTexts.choose}
            label={words.current}
            autoComplete="current-password"
            maxLength={1000}
          />
        )}
        <PasswordField
          name="newPassword"
          words={accountTexts.choose}
          label={words.next}
          help={accountTexts.choose.help}
          autoComplete="new-password"
          maxLength={200}
          problem={change.problem}
        />
        <Button type="submit" className="self-start" disabled={change.isBusy}>
          {words.submit}
        </Button>
      </form>
      {change.question}
    </Panel>
  );
}
