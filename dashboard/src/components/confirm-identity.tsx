import { useMutation, useQuery } from '@tanstack/react-query';
import { type ReactNode, type SubmitEvent, useRef } from 'react';
import { ProblemError } from '../api.ts';
import { confirmIdentity, getMe } from '../settings-api.ts';
import { texts } from '../texts.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { typedText } from '../ui/form.ts';

const words = texts.confirmIdentity;

function Question({ withCode, onConfirmed }: { withCode: boolean; onConfirmed: () => void }) {
  const confirm = useMutation({ mutationFn: confirmIdentity, onSuccess: onConfirmed });
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    // The form that asked may stand around this one, and React would have it submitted, too.
    event.stopPropagation();
    const proof = typedText(event.currentTarget, 'proof');
    confirm.mutate(withCode ? { code: proof.replaceAll(/\s/g, '') } : { password: proof });
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <TextField
        name="proof"
        label={withCode ? words.code : words.password}
        type={withCode ? 'text' : 'password'}
        inputMode={withCode ? 'numeric' : undefined}
        autoComplete={withCode ? 'one-time-code' : 'current-password'}
        problem={confirm.error?.message}
      />
      <Button type="submit" look="solid" className="self-end" disabled={confirm.isPending}>
        {words.submit}
      </Button>
    </form>
  );
}

/** A change for which the server may ask a person once more who they are. */
export interface SensitiveChange<Input> {
  start: (input: Input) => void;
  isBusy: boolean;
  /** What went wrong, in the API's words. */
  problem: string | undefined;
  /** The same as it was thrown, for what belongs to single fields. */
  error: Error | undefined;
  forget: () => void;
  /** True while the question stands. */
  isAsking: boolean;
  /** The question, to be put somewhere on the page; it shows itself when it is asked. */
  question: ReactNode;
}

/** Makes a change, asks who is there when the server wants to know, and then goes on with the same change. */
export function useSensitiveChange<Input, Output>(
  change: (input: Input) => Promise<Output>,
  onDone: (output: Output, input: Input) => void,
): SensitiveChange<Input> {
  const mutation = useMutation({ mutationFn: change, onSuccess: onDone });
  const isAsked = mutation.error instanceof ProblemError && mutation.error.code === 'step_up_required';
  // Asked only once it is known what for, so that nothing typed is lost.
  const { data: me, error: unknown } = useQuery({ queryKey: ['me'], queryFn: ({ signal }) => getMe(signal), enabled: isAsked });
  const goOn = useRef(() => {});
  const start = (input: Input) => {
    goOn.current = () => mutation.mutate(input);
    mutation.mutate(input);
  };
  const error = (isAsked ? unknown : mutation.error) ?? undefined;
  return {
    start,
    isBusy: mutation.isPending,
    problem: error?.message,
    error,
    forget: mutation.reset,
    isAsking: isAsked && error === undefined,
    question: (
      <Dialog title={words.title} lead={words.lead} isOpen={isAsked && me !== undefined} onClose={mutation.reset}>
        <Question withCode={me?.hasSecondFactor === true} onConfirmed={() => goOn.current()} />
      </Dialog>
    ),
  };
}
