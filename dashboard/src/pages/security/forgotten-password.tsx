import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type SubmitEvent, useState } from 'react';
import { askForReset } from '../../account-api.ts';
import { Threshold } from '../../components/threshold.tsx';
import { paths } from '../../paths.ts';
import { accountTexts } from '../../texts-account.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { fieldText } from '../../ui/form.ts';

const words = accountTexts.forgotten;

function Back() {
  return (
    <Link to={paths.signIn} search={{}} className="mt-4 self-start text-small font-medium text-accent underline-offset-4 hover:underline">
      {words.back}
    </Link>
  );
}

/** Asks for a link to choose a new password. What it says is the same whether or not there is such an account. */
export function ForgottenPassword() {
  const [isMissing, setMissing] = useState(false);
  const ask = useMutation({ mutationFn: askForReset });
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const email = fieldText(event.currentTarget, 'email');
    setMissing(email === '');
    if (email !== '') ask.mutate(email);
  };
  if (ask.isSuccess) {
    return (
      <Threshold title={words.sent} lead={words.sentLead(ask.variables)}>
        <Back />
      </Threshold>
    );
  }
  return (
    <Threshold title={words.title} lead={words.lead}>
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        <TextField
          name="email"
          type="email"
          label={accountTexts.signIn.email}
          autoComplete="username"
          maxLength={254}
          problem={isMissing ? accountTexts.signIn.emailMissing : ask.error?.message}
          className="min-h-11"
        />
        <Button type="submit" look="solid" className="min-h-11" disabled={ask.isPending}>
          {words.submit}
        </Button>
      </form>
      <Back />
    </Threshold>
  );
}
