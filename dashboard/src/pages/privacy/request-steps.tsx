import { type ReactNode, type SubmitEvent, useState } from 'react';
import { type SensitiveChange, useSensitiveChange } from '../../components/confirm-identity.tsx';
import { faultsOf } from '../../faults.ts';
import {
  endPrivacyRequest,
  extendPrivacyRequest,
  EXTENSIONS,
  type PrivacyRequest,
  REFUSALS,
  refusePrivacyRequest,
  type Verification,
  VERIFICATIONS,
  verifyPrivacyRequest,
} from '../../privacy-api.ts';
import { privacyTexts } from '../../texts-privacy.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { fieldText } from '../../ui/form.ts';
import { AskFirst } from '../tenants/ask-first.tsx';
import { isOpen } from './request-status.tsx';

const words = privacyTexts.steps;

function optionsOf<Value extends string>(values: readonly Value[], said: Readonly<Record<Value, string>>) {
  return values.map((value) => [value, said[value]] as const);
}

interface StepProps {
  request: PrivacyRequest;
  onTaken: (request: PrivacyRequest) => void;
}

function Submit({ label, step }: { label: string; step: Pick<SensitiveChange<never>, 'isBusy' | 'question'> }) {
  return (
    <>
      <Button type="submit" look="solid" className="min-h-10 self-end max-sm:w-full" disabled={step.isBusy}>
        {label}
      </Button>
      {step.question}
    </>
  );
}

function VerifyForm({ request: { id, status }, onTaken }: StepProps) {
  const [how, setHow] = useState<Verification>(status === 'verifying' ? 'mail_confirmed' : 'signed_in');
  const verify = useSensitiveChange((body: Parameters<typeof verifyPrivacyRequest>[1]) => verifyPrivacyRequest(id, body), onTaken);
  const faults = faultsOf(verify.error, ['code']);
  const asksCode = status === 'verifying' && how === 'mail_confirmed';
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    verify.start({ verification: how, code: asksCode ? fieldText(event.currentTarget, 'code') : undefined });
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <SelectField
        label={words.how}
        options={optionsOf(VERIFICATIONS, privacyTexts.verifications)}
        value={how}
        onChange={({ target }) => setHow(VERIFICATIONS.find((one) => one === target.value) ?? how)}
        problem={faults.rest}
      />
      {asksCode && <TextField name="code" label={words.code} help={words.codeHelp} problem={faults.at('code')} className="font-mono" />}
      <Submit label={words.verifySubmit} step={verify} />
    </form>
  );
}

interface ReasonFormProps<Reason extends string> {
  reasons: readonly (readonly [value: Reason, text: string])[];
  submit: string;
  send: (reason: Reason) => Promise<PrivacyRequest>;
  onTaken: (request: PrivacyRequest) => void;
}

function ReasonForm<Reason extends string>({ reasons, submit: label, send, onTaken }: ReasonFormProps<Reason>) {
  const step = useSensitiveChange(send, onTaken);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const chosen = reasons.find(([value]) => value === fieldText(event.currentTarget, 'reason'));
    if (chosen) step.start(chosen[0]);
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <SelectField name="reason" label={words.reason} options={reasons} problem={step.problem} />
      <Submit label={label} step={step} />
    </form>
  );
}

interface StepDialogProps {
  label: string;
  look?: 'solid' | 'outline';
  title: string;
  lead: string;
  children: ReactNode;
}

/** A button that opens the form of a step; both are gone once the step is taken. */
function StepDialog({ label, look = 'outline', title, lead, children }: StepDialogProps) {
  const [isShown, show] = useState(false);
  return (
    <>
      <Button look={look} onClick={() => show(true)}>
        {label}
      </Button>
      <Dialog title={title} lead={lead} isOpen={isShown} onClose={() => show(false)}>
        {children}
      </Dialog>
    </>
  );
}

/** Whether what the request began goes on until it is taken back. */
function isInForce({ status, kind, objects, endedAt }: PrivacyRequest): boolean {
  return status === 'done' && endedAt === null && (kind === 'restriction' || kind === 'objection' || (kind === 'erasure' && objects));
}

/** What can be done next about a request. */
export function RequestSteps({ request, onTaken }: StepProps) {
  const { id, kind, status, extension } = request;
  const verifyLead = kind === 'erasure' ? words.verifyErasureLead : words.verifyLead;
  const isWaiting = status === 'received' || status === 'verifying';
  return (
    <div className="flex flex-wrap gap-2 empty:hidden">
      {isWaiting && (
        <StepDialog label={words.verify} look="solid" title={words.verify} lead={verifyLead}>
          <VerifyForm request={request} onTaken={onTaken} />
        </StepDialog>
      )}
      {isOpen(status) && extension === null && (
        <StepDialog label={words.extend} title={words.extend} lead={words.extendLead}>
          <ReasonForm
            reasons={optionsOf(EXTENSIONS, privacyTexts.extensions)}
            submit={words.extendSubmit}
            send={(reason) => extendPrivacyRequest(id, reason)}
            onTaken={onTaken}
          />
        </StepDialog>
      )}
      {isWaiting && (
        <StepDialog label={words.refuse} title={words.refuseTitle} lead={words.refuseLead}>
          <ReasonForm
            reasons={optionsOf(REFUSALS, privacyTexts.refusals)}
            submit={words.refuseSubmit}
            send={(reason) => refusePrivacyRequest(id, reason)}
            onTaken={onTaken}
          />
        </StepDialog>
      )}
      {isInForce(request) && (
        <AskFirst
          label={words.end}
          look="outline"
          title={words.endTitle}
          lead={words.endLead}
          change={async () => onTaken(await endPrivacyRequest(id))}
          onDone={() => undefined}
        />
      )}
    </div>
  );
}
