import type { SubmitEvent } from 'react';
import { confirmEnrolment, type Enrolment } from '../../account-api.ts';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { accountTexts } from '../../texts-account.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { useFocusOnArrival } from '../../ui/focus.ts';
import { fieldText } from '../../ui/form.ts';

const words = accountTexts.mfa;

interface EnrolmentStepsProps {
  enrolment: Enrolment;
  onConfirmed: (recoveryCodes: string[]) => void;
  onCancelled: () => void;
}

/** Scan the code, or type the secret; then prove that the app shows the right digits. */
export function EnrolmentSteps({ enrolment, onConfirmed, onCancelled }: EnrolmentStepsProps) {
  const code = useFocusOnArrival<HTMLInputElement>();
  const confirm = useSensitiveChange(confirmEnrolment, ({ recoveryCodes }) => onConfirmed(recoveryCodes));
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    confirm.start(fieldText(event.currentTarget, 'code').replaceAll(' ', ''));
  };
  return (
    <div className="grid gap-6 sm:grid-cols-[auto_1fr]">
      <img
        src={`data:image/svg+xml,${encodeURIComponent(enrolment.qrSvg)}`}
        alt={words.qr}
        className="size-48 rounded-control border border-line bg-white p-1"
      />
      <div className="flex max-w-md flex-col gap-4">
        <div>
          <p className="font-medium">{words.scan}</p>
          <p className="text-muted">{words.scanLead}</p>
        </div>
        <div>
          <p className="text-muted">{words.type}</p>
          <p className="font-mono tracking-wide wrap-anywhere select-all">{enrolment.secret}</p>
        </div>
        <form onSubmit={submit} noValidate className="flex flex-col gap-3">
          <TextField
            name="code"
            label={words.code}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={10}
            problem={confirm.problem}
            className="font-mono tracking-widest"
            ref={code}
          />
          <div className="flex flex-wrap gap-2">
            <Button type="submit" look="solid" disabled={confirm.isBusy}>
              {words.confirm}
            </Button>
            <Button look="quiet" onClick={onCancelled}>
              {words.cancel}
            </Button>
          </div>
        </form>
        {confirm.question}
      </div>
    </div>
  );
}
