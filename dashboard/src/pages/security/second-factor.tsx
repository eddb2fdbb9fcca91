import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { giveSecondFactor, type Session } from '../../account-api.ts';
import { endSession } from '../../api.ts';
import { Threshold } from '../../components/threshold.tsx';
import { accountTexts } from '../../texts-account.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { useFocusOnArrival } from '../../ui/focus.ts';
import { fieldText } from '../../ui/form.ts';
import { SignInPicture } from './sign-in-picture.tsx';

const words = accountTexts.factor;
const LINK = 'self-start text-small font-medium text-accent underline-offset-4 hover:underline';

function Proof({ withRecovery, problem }: { withRecovery: boolean; problem: string | undefined }) {
  const field = useFocusOnArrival<HTMLInputElement>();
  return (
    <TextField
      ref={field}
      name="proof"
      label={withRecovery ? words.recovery : words.code}
      inputMode={withRecovery ? undefined : 'numeric'}
      autoComplete={withRecovery ? 'off' : 'one-time-code'}
      autoCapitalize="none"
      spellCheck={false}
      maxLength={withRecovery ? 40 : 10}
      problem={problem}
      className="min-h-11 font-mono tracking-widest"
    />
  );
}

interface SecondFactorProps {
  onPassed: (session: Session) => Promise<void>;
  onLeft: () => void;
}

/** The second step of signing in: a code of the authenticator app, or a recovery code. */
export function SecondFactor({ onPassed, onLeft }: SecondFactorProps) {
  const queryClient = useQueryClient();
  const [withRecovery, chooseRecovery] = useState(false);
  const [isMissing, setMissing] = useState(false);
  const give = useMutation({ mutationFn: giveSecondFactor, onSuccess: onPassed });
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const typed = fieldText(event.currentTarget, 'proof');
    setMissing(typed === '');
    if (typed !== '') give.mutate(withRecovery ? { recoveryCode: typed } : { code: typed });
  };
  const change = () => {
    give.reset();
    setMissing(false);
    chooseRecovery(!withRecovery);
  };
  const leave = async () => {
    await endSession().catch(() => undefined);
    queryClient.clear();
    onLeft();
  };
  return (
    <Threshold title={words.title} lead={withRecovery ? words.recoveryLead : words.lead} picture={<SignInPicture />}>
      <form onSubmit={submit} noValidate className="flex flex-col gap-4">
        <Proof key={String(withRecovery)} withRecovery={withRecovery} problem={isMissing ? words.codeMissing : give.error?.message} />
        <Button type="submit" look="solid" className="min-h-11" disabled={give.isPending}>
          {words.submit}
        </Button>
      </form>
      <div className="mt-4 flex flex-col gap-2">
        <button type="button" className={LINK} onClick={change}>
          {withRecovery ? words.withCode : words.withRecovery}
        </button>
        <button type="button" className={LINK} onClick={() => void leave()}>
          {words.back}
        </button>
      </div>
    </Threshold>
  );
}
