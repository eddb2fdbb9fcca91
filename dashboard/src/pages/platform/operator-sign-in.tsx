import { useMutation } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { Threshold } from '../../components/threshold.tsx';
import { signInAsOperator } from '../../platform-api.ts';
import { platformTexts } from '../../texts-platform.ts';
import { texts } from '../../texts.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { fieldText, typedText } from '../../ui/form.ts';
import { PasswordField } from '../../ui/password-field.tsx';

const words = platformTexts.signIn;
const FIELDS = ['email', 'password', 'code'] as const;

/** The door of operators: password and authenticator code together. */
export function OperatorSignIn() {
  const [missing, setMissing] = useState<readonly string[]>([]);
  const signIn = useMutation({ mutationFn: signInAsOperator });
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const blank = FIELDS.filter((name) => fieldText(form, name) === '');
    setMissing(blank);
    if (blank.length > 0) return;
    signIn.mutate({ email: fieldText(form, 'email'), password: typedText(form, 'password'), code: fieldText(form, 'code') });
  };
  const problemOf = (name: string) => (missing.includes(name) ? words.missing : undefined);
  return (
    <Threshold title={words.title} lead={words.lead}>
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        <TextField
          name="email"
          type="email"
          label={words.email}
          autoComplete="username"
          maxLength={254}
          problem={problemOf('email')}
          className="min-h-11"
        />
        <PasswordField
          name="password"
          words={texts.signIn}
          label={words.password}
          autoComplete="current-password"
          maxLength={200}
          problem={problemOf('password')}
          className="min-h-11"
        />
        <TextField
          name="code"
          label={words.code}
          help={words.codeHelp}
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={7}
          problem={problemOf('code') ?? signIn.error?.message}
          className="min-h-11"
        />
        <Button type="submit" look="solid" className="min-h-11" disabled={signIn.isPending}>
          {words.submit}
        </Button>
      </form>
      <p className="mt-6 text-small text-muted">
        {words.create} <code className="font-mono text-caption wrap-anywhere text-ink">{words.command}</code>
      </p>
    </Threshold>
  );
}
