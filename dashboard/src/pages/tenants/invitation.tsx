import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { type ReactNode, type SubmitEvent, useState } from 'react';
import { endSession } from '../../api.ts';
import { Brand } from '../../components/brand.tsx';
import { ThemeChoice } from '../../components/theme-choice.tsx';
import { paths } from '../../paths.ts';
import { acceptInvitation, lookUpInvitation, type ReceivedInvitation } from '../../settings-api.ts';
import { settingsTexts } from '../../texts-settings.ts';
import { texts } from '../../texts.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { fieldText, typedText } from '../../ui/form.ts';
import { Notice } from '../../ui/notice.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';

const words = settingsTexts.accept;

/** The link's secret stands behind the #, which browsers send to no server; it is taken out of the address bar at once. */
function takeToken(): string {
  const token = window.location.hash.slice(1);
  if (token !== '') window.history.replaceState(window.history.state, '', window.location.pathname);
  return token;
}

function useEnter() {
  const queryClient = useQueryClient();
  const router = useRouter();
  return async () => {
    queryClient.clear();
    await router.invalidate();
    await router.navigate({ to: paths.overview, search: {} });
  };
}

function NewAccount({ token }: { token: string }) {
  const enter = useEnter();
  const accept = useMutation({ mutationFn: acceptInvitation, onSuccess: enter });
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    accept.mutate({ token, name: fieldText(form, 'name'), password: typedText(form, 'password') });
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <TextField name="name" label={words.name} help={words.nameHelp} autoComplete="name" maxLength={200} />
      <TextField
        name="password"
        type="password"
        label={words.password}
        help={words.passwordHelp}
        autoComplete="new-password"
        maxLength={200}
        problem={accept.error?.message}
      />
      <Button type="submit" look="solid" className="mt-2 min-h-11" disabled={accept.isPending}>
        {words.submit}
      </Button>
    </form>
  );
}

function AcceptHere({ token }: { token: string }) {
  const enter = useEnter();
  const accept = useMutation({ mutationFn: acceptInvitation, onSuccess: enter });
  return (
    <>
      {accept.error && (
        <Notice tone="danger" live="alert">
          {accept.error.message}
        </Notice>
      )}
      <Button look="solid" className="min-h-11 w-full" disabled={accept.isPending} onClick={() => accept.mutate({ token })}>
        {words.accept}
      </Button>
    </>
  );
}

/** Leads to the sign-in, also for somebody who is signed in as somebody else. */
function SignInFirst({ help, action, signsOut }: { help: string; action: string; signsOut: boolean }) {
  const queryClient = useQueryClient();
  const router = useRouter();
  const leave = async () => {
    if (signsOut) await endSession();
    queryClient.clear();
    await router.navigate({ to: paths.signIn, search: {} });
  };
  return (
    <>
      <p className="text-muted">{help}</p>
      <Button look="solid" className="min-h-11 w-full" onClick={() => void leave()}>
        {action}
      </Button>
    </>
  );
}

function Step({ invitation, token }: { invitation: ReceivedInvitation; token: string }) {
  const { next } = invitation;
  if (next === 'create_account') return <NewAccount token={token} />;
  if (next === 'accept') return <AcceptHere token={token} />;
  if (next === 'sign_in') return <SignInFirst help={words.signInHelp} action={words.signIn} signsOut={false} />;
  return <SignInFirst help={words.signOutHelp} action={words.signOut} signsOut />;
}

function Frame({ title, lead, children }: { title: string; lead?: string; children?: ReactNode }) {
  return (
    <main className="mx-auto flex min-h-dvh max-w-lg flex-col px-6 py-6">
      <title>{`${words.title} · ${texts.product}`}</title>
      <header className="flex items-center justify-between">
        <Brand />
        <ThemeChoice />
      </header>
      <div className="flex flex-1 flex-col justify-center gap-6 py-12">
        <div>
          <h1 className="text-display font-semibold tracking-[-0.035em] wrap-anywhere">{title}</h1>
          {lead !== undefined && <p className="mt-2 text-lead wrap-anywhere text-muted">{lead}</p>}
        </div>
        {children}
      </div>
    </main>
  );
}

/** Where a mailed invitation leads: what it is to, and how to accept it. */
export function InvitationRoom() {
  const [token] = useState(takeToken);
  const look = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => lookUpInvitation(token),
    enabled: token !== '',
    retry: false,
    staleTime: Infinity,
  });
  if (token === '') return <Frame title={words.dead} lead={words.missing} />;
  if (look.error) return <Frame title={words.dead} lead={look.error.message} />;
  if (!look.data) {
    return (
      <Frame title={words.title}>
        <SkeletonLines count={3} label={texts.loading} />
      </Frame>
    );
  }
  const { tenant, email, role } = look.data;
  return (
    <Frame title={words.join(tenant)} lead={words.lead(email, settingsTexts.roles[role][0])}>
      <Step invitation={look.data} token={token} />
    </Frame>
  );
}
