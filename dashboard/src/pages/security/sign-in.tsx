import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { type SubmitEvent, useRef, useState } from 'react';
import { startSession } from '../../api.ts';
import { Brand } from '../../components/brand.tsx';
import { ThemeChoice } from '../../components/theme-choice.tsx';
import { isServerPage, paths, returnPath } from '../../paths.ts';
import { sessionQuery } from '../../queries.ts';
import { texts } from '../../texts.ts';
import { Button } from '../../ui/button.tsx';
import { fieldText } from '../../ui/form.ts';
import { ArrowRight } from '../../ui/icons.tsx';
import { SignInPicture } from './sign-in-picture.tsx';

function useSignIn() {
  const queryClient = useQueryClient();
  const router = useRouter();
  const { next } = useSearch({ from: paths.signIn });
  return useMutation({
    mutationFn: startSession,
    onSuccess: async () => {
      queryClient.clear();
      const path = returnPath(next);
      if (isServerPage(path)) return window.location.assign(path);
      await router.invalidate();
      router.history.push(path);
    },
  });
}

function KeyField({ isShown, problem }: { isShown: boolean; problem: string | undefined }) {
  const field = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={field}
        id="api-key"
        name="apiKey"
        type={isShown ? 'text' : 'password'}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={200}
        aria-invalid={problem !== undefined}
        aria-describedby={problem === undefined ? 'api-key-help' : 'api-key-problem api-key-help'}
        className="min-h-11 w-full rounded-control border border-line-strong bg-surface px-3.5 font-mono text-body
          aria-invalid:border-danger"
      />
      {problem !== undefined && (
        <p id="api-key-problem" role="alert" className="text-small font-medium text-danger">
          {problem}
        </p>
      )}
      <p id="api-key-help" className="text-small text-muted">
        {texts.signIn.keyHelp}
      </p>
    </>
  );
}

function KeyForm({ signIn }: { signIn: ReturnType<typeof useSignIn> }) {
  const [isShown, show] = useState(false);
  const [isMissing, setMissing] = useState(false);
  const problem = isMissing ? texts.signIn.keyMissing : signIn.error?.message;
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const apiKey = fieldText(event.currentTarget, 'apiKey');
    setMissing(apiKey === '');
    if (apiKey !== '') signIn.mutate({ apiKey });
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-2">
      <div className="flex items-baseline justify-between">
        <label htmlFor="api-key" className="font-medium">
          {texts.signIn.key}
        </label>
        <button type="button" aria-pressed={isShown} className="text-small text-muted hover:text-ink" onClick={() => show(!isShown)}>
          {isShown ? texts.signIn.hide : texts.signIn.show}
        </button>
      </div>
      <KeyField isShown={isShown} problem={problem} />
      <Button type="submit" look="solid" className="mt-2 min-h-11" disabled={signIn.isPending}>
        {texts.signIn.submit}
      </Button>
    </form>
  );
}

function DemoDoor({ signIn }: { signIn: ReturnType<typeof useSignIn> }) {
  return (
    <>
      <p
        className="my-6 flex items-center gap-4 text-small text-faint
          before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line"
      >
        {texts.signIn.or}
      </p>
      <Button className="min-h-11 w-full" disabled={signIn.isPending} onClick={() => signIn.mutate({ demo: true })}>
        {texts.signIn.demo}
        <ArrowRight />
      </Button>
      <p className="mt-2 text-small text-muted">{texts.signIn.demoHelp}</p>
    </>
  );
}

/** The door: an API key, or the demo where the installation has one. */
export function SignIn() {
  const signIn = useSignIn();
  const { data: session } = useQuery(sessionQuery);
  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-[minmax(28rem,5fr)_7fr]">
      <title>{`${texts.signIn.title} · ${texts.product}`}</title>
      <main className="flex min-h-dvh flex-col px-6 py-6 sm:px-12">
        <header className="flex items-center justify-between">
          <Brand />
          <ThemeChoice />
        </header>
        <div className="mx-auto flex w-full max-w-96 flex-1 flex-col justify-center py-12">
          <h1 className="text-display font-semibold tracking-[-0.035em]">{texts.signIn.title}</h1>
          <p className="mt-2 mb-8 text-lead text-muted">{texts.signIn.lead}</p>
          <KeyForm signIn={signIn} />
          {session?.demoAvailable && <DemoDoor signIn={signIn} />}
        </div>
      </main>
      <aside className="hidden border-l border-line bg-sunken lg:flex lg:items-center lg:justify-center lg:p-12">
        <SignInPicture />
      </aside>
    </div>
  );
}
