import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { type SubmitEvent, useState } from 'react';
import { choosePassword } from '../../account-api.ts';
import { Threshold } from '../../components/threshold.tsx';
import { paths } from '../../paths.ts';
import { accountTexts } from '../../texts-account.ts';
import { Button } from '../../ui/button.tsx';
import { typedText } from '../../ui/form.ts';
import { PasswordField } from '../../ui/password-field.tsx';
import { takeToken } from './link-token.ts';

const words = accountTexts.choose;

function Done() {
  const queryClient = useQueryClient();
  const router = useRouter();
  const signIn = async () => {
    queryClient.clear();
    await router.navigate({ to: paths.signIn, search: {} });
  };
  return (
    <Threshold title={words.done} lead={words.doneLead}>
      <Button look="solid" className="min-h-11" onClick={() => void signIn()}>
        {words.signIn}
      </Button>
    </Threshold>
  );
}

function AskAgain() {
  return (
    <Link to={paths.forgottenPassword} className="self-start text-small font-medium text-accent underline-offset-4 hover:underline">
      {words.again}
    </Link>
  );
}

/** Where the link of a mail leads: a password for somebody new, or a new one. */
export function ChoosePassword() {
  const [token] = useState(takeToken);
  const [isMissing, setMissing] = useState(false);
  const choose = useMutation({ mutationFn: choosePassword });
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const password = typedText(event.currentTarget, 'password');
    setMissing(password === '');
    if (password !== '') choose.mutate({ token, password });
  };
  if (choose.isSuccess) return <Done />;
  if (token === '') {
    return (
      <Threshold title={words.missing} lead={words.missingLead}>
        <AskAgain />
      </Threshold>
    );
  }
  return (
    <Threshold title={words.title} lead={words.lead}>
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        <PasswordField
          name="password"
          words={words}
          label={words.password}
          help={words.help}
          autoComplete="new-password"
          maxLength={200}
          problem={isMissing ? accountTexts.signIn.passwordMissing : choose.error?.message}
          className="min-h-11"
        />
        <Button type="submit" look="solid" className="min-h-11" disabled={choose.isPending}>
          {words.submit}
        </Button>
        {choose.isError && <AskAgain />}
      </form>
    </Threshold>
  );
}
