import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useRouter, useSearch } from '@tanstack/react-router';
import { type SubmitEvent, useState } from 'react';
import { type CurrentSession, type Session, signIn as startSession } from '../../account-api.ts';
import { Threshold } from '../../components/threshold.tsx';
import { isServerPage, paths, returnPath } from '../../paths.ts';
import { sessionQuery } from '../../queries.ts';
import { accountTexts } from '../../texts-account.ts';
import { platformTexts } from '../../texts-platform.ts';
import { texts } from '../../texts.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { fieldText, typedText } from '../../ui/form.ts';
import { ArrowRight } from '../../ui/icons.tsx';
import { PasswordField } from '../../ui/password-field.tsx';
import { SecondFactor } from './second-factor.tsx';
import { SignInPicture } from './sign-in-picture.tsx';

const words = accountTexts.signIn;
const LINK = 'text-small font-medium text-accent underline-offset-4 hover:underline';

/** Leads on to where somebody wanted to go, once nothing more is asked of them. */
function useEntry() {
  const queryClient = useQueryClient();
  const router = useRouter();
  const { next } = useSearch({ from: paths.signIn });
  return async ({ needs }: Pick<Session, 'needs'>) => {
    queryClient.clear();
    if (needs === 'second_factor') return;
    const path = returnPath(next);
    if (isServerPage(path)) return window.location.assign(path);
    await router.invalidate();
    router.history.push(path);
  };
}

function useSignIn() {
  const enter = useEntry();
  return useMutation({ mutationFn: startSession, onSuccess: enter });
}

type SignInMutation = ReturnType<typeof useSignIn>;

function PasswordForm({ signIn }: { signIn: SignInMutation }) {
  const [missing, setMissing] = useState<'email' | 'password'>();
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const [email, password] = [fieldText(form, 'email'), typedText(form, 'password')];
    const first = email === '' ? 'email' : password === '' ? 'password' : undefined;
    setMissing(first);
    if (first === undefined) signIn.mutate({ email, password });
  };
  const refusal = missing === undefined ? signIn.error?.message : undefined;
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <TextField
        name="email"
        type="email"
        label={words.email}
        autoComplete="username"
        maxLength={254}
        problem={missing === 'email' ? words.emailMissing : undefined}
        className="min-h-11"
      />
      <PasswordField
        name="password"
        words={texts.signIn}
        label={words.password}
        autoComplete="current-password"
        maxLength={1000}
        problem={missing === 'password' ? words.passwordMissing : refusal}
        className="min-h-11"
      />
      <Button type="submit" look="solid" className="min-h-11" disabled={signIn.isPending}>
        {texts.signIn.submit}
      </Button>
    </form>
  );
}

function KeyForm({ signIn }: { signIn: SignInMutation }) {
  const [isMissing, setMissing] = useState(false);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const apiKey = fieldText(event.currentTarget, 'apiKey');
    setMissing(apiKey === '');
    if (apiKey !== '') signIn.mutate({ apiKey });
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <PasswordField
        name="apiKey"
        words={texts.signIn}
        label={texts.signIn.key}
        help={texts.signIn.keyHelp}
        autoComplete="off"
        maxLength={200}
        problem={isMissing ? texts.signIn.keyMissing : signIn.error?.message}
        className="min-h-11 font-mono"
      />
      <Button type="submit" look="solid" className="min-h-11" disabled={signIn.isPending}>
        {texts.signIn.submit}
      </Button>
    </form>
  );
}

function DemoDoor({ signIn }: { signIn: SignInMutation }) {
  return (
    <>
      <Button className="min-h-11 w-full" disabled={signIn.isPending} onClick={() => signIn.mutate({ demo: true })}>
        {texts.signIn.demo}
        <ArrowRight />
      </Button>
      <p className="-mt-1 text-small text-muted">{texts.signIn.demoHelp}</p>
    </>
  );
}

/** Leads to an identity provider, and from there to where the person wanted to go. */
function ProviderDoor({ path, name }: { path: string; name: string }) {
  const { next } = useSearch({ from: paths.signIn });
  return (
    <ButtonLink href={`${path}?next=${encodeURIComponent(returnPath(next))}`} className="min-h-11 w-full wrap-anywhere">
      {name}
      <ArrowRight />
    </ButtonLink>
  );
}

type Doors = Pick<CurrentSession, 'demoAvailable' | 'providerAvailable' | 'organisation'>;

/** The ways in beside the form, the way by which this browser came before first; nothing where there are none. */
function OtherDoors({ demoAvailable, providerAvailable, organisation, signIn }: Doors & { signIn: SignInMutation }) {
  if (!demoAvailable && !providerAvailable && organisation === null) return null;
  return (
    <>
      <p
        className="my-6 flex items-center gap-4 text-small text-faint
          before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line"
      >
        {texts.signIn.or}
      </p>
      <div className="flex flex-col gap-3">
        {organisation && <ProviderDoor path={organisation.path} name={words.withNamed(organisation.name)} />}
        {providerAvailable && <ProviderDoor path="/sso/start" name={words.withProvider} />}
        {demoAvailable && <DemoDoor signIn={signIn} />}
      </div>
    </>
  );
}

function FirstStep({ signIn, ...doors }: Doors & { signIn: SignInMutation }) {
  const [withKey, chooseKey] = useState(false);
  const change = () => {
    signIn.reset();
    chooseKey(!withKey);
  };
  return (
    <Threshold title={texts.signIn.title} lead={texts.signIn.lead} picture={<SignInPicture />}>
      {withKey ? <KeyForm signIn={signIn} /> : <PasswordForm signIn={signIn} />}
      <div className="mt-4 flex flex-wrap justify-between gap-x-6 gap-y-3">
        {!withKey && (
          <Link to={paths.forgottenPassword} className={LINK}>
            {words.forgotten}
          </Link>
        )}
        <button type="button" className={LINK} onClick={change}>
          {withKey ? words.withPassword : words.withKey}
        </button>
      </div>
      <OtherDoors signIn={signIn} {...doors} />
      <p className="mt-6 text-small text-muted">
        {texts.signIn.noAccount} <code className="font-mono text-caption wrap-anywhere text-ink">{texts.signIn.noAccountCommand}</code>
      </p>
      <p className="mt-2 text-small text-muted">
        {platformTexts.signIn.door}{' '}
        <Link to={paths.platform} className={LINK}>
          {platformTexts.signIn.link}
        </Link>
      </p>
    </Threshold>
  );
}

/** The door: e-mail address and password, then the second factor where there is one; or an API key, or the demo. */
export function SignIn() {
  const signIn = useSignIn();
  const enter = useEntry();
  const { data: session } = useQuery(sessionQuery);
  const isWaiting = (signIn.data ?? session)?.needs === 'second_factor' && session?.signedIn !== true;
  if (isWaiting) return <SecondFactor onPassed={enter} onLeft={signIn.reset} />;
  const { demoAvailable = false, providerAvailable = false, organisation = null } = session ?? {};
  return <FirstStep demoAvailable={demoAvailable} providerAvailable={providerAvailable} organisation={organisation} signIn={signIn} />;
}
