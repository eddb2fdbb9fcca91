import type { SubmitEvent } from 'react';
import { ProblemError } from '../../api.ts';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { faultsOf } from '../../faults.ts';
import { formatInstant } from '../../format.ts';
import { closeTenant, reactivateTenant, suspendTenant, type TenantDetails } from '../../platform-api.ts';
import { platformTenantTexts } from '../../texts-platform-tenants.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { fieldText } from '../../ui/form.ts';
import { Warning } from '../../ui/icons.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { FormEnd } from '../catalog/form-end.tsx';
import { CheckField } from '../tenants/check-field.tsx';

const words = platformTenantTexts.life;

interface LifeProps {
  of: TenantDetails;
  onSaid: (text: string) => void;
}

function SuspendForm({ of: { id, name }, onSaid }: LifeProps) {
  const change = useSensitiveChange(
    (reason: string) => suspendTenant(id, reason === '' ? {} : { reason }),
    () => onSaid(words.suspended(name)),
  );
  const faults = faultsOf(change.error, ['reason']);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    change.start(fieldText(event.currentTarget, 'reason'));
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <TextField
        name="reason"
        label={words.reason}
        help={words.reasonHelp}
        optional={platformTenantTexts.create.optional}
        maxLength={500}
        problem={faults.at('reason')}
      />
      <FormEnd change={change} rest={faults.rest} submit={words.suspend} />
    </form>
  );
}

function CloseForm({ of: { id, name, slug }, onSaid }: LifeProps) {
  const change = useSensitiveChange(
    async (form: HTMLFormElement) => {
      const wrong = `confirm ${words.confirmWrong(slug)}`;
      if (fieldText(form, 'confirm') !== slug)
        throw new ProblemError(400, 'invalid_request', wrong, { faults: [{ pointer: '/confirm', detail: wrong }] });
      return closeTenant(id, fieldText(form, 'waiveExport') !== '');
    },
    ({ eraseAfter }) => onSaid(words.closed(name, eraseAfter === null ? '' : formatInstant(eraseAfter))),
  );
  const faults = faultsOf(change.error, ['confirm', 'waiveExport']);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    change.start(event.currentTarget);
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <div className="-mx-2">
        <CheckField
          name="waiveExport"
          value="yes"
          label={words.waive}
          help={words.waiveHelp(slug)}
          problem={faults.at('waiveExport') === undefined ? undefined : words.notExported}
        />
      </div>
      <TextField name="confirm" label={words.confirm(slug)} spellCheck={false} maxLength={63} problem={faults.at('confirm')} />
      <FormEnd change={change} rest={faults.rest} submit={words.close} />
    </form>
  );
}

function Reactivate({ of: { id, name, closedAt, suspendedAt }, onSaid }: LifeProps) {
  const change = useSensitiveChange<true, unknown>(
    () => reactivateTenant(id),
    () => onSaid(closedAt === null ? words.reactivated(name) : words.reopened(name)),
  );
  return (
    <>
      <Button look="solid" disabled={change.isBusy} onClick={() => change.start(true)}>
        {closedAt === null ? words.reactivate : suspendedAt === null ? words.reopen : words.reopenBoth}
      </Button>
      {change.problem !== undefined && (
        <p role="alert" className="text-small font-medium text-danger">
          {change.problem}
        </p>
      )}
    </>
  );
}

function Stands({ of: { suspendedAt, closedAt, eraseAfter } }: Pick<LifeProps, 'of'>) {
  if (suspendedAt === null && closedAt === null) return <p className="max-w-3xl text-muted">{words.activeHelp}</p>;
  return (
    <>
      {closedAt !== null && eraseAfter !== null && (
        <Notice tone="danger" icon={<Warning />}>
          {words.closedAt(formatInstant(closedAt), formatInstant(eraseAfter))}
        </Notice>
      )}
      {suspendedAt !== null && (
        <Notice tone="notice" icon={<Warning />}>
          {words.suspendedAt(formatInstant(suspendedAt))}
        </Notice>
      )}
    </>
  );
}

/** Stops a tenant and ends it, and takes both back. */
export function TenantLife({ of, onSaid }: LifeProps) {
  const { state, closedAt, name } = of;
  const closing = (close: () => void) => (text: string) => {
    close();
    onSaid(text);
  };
  return (
    <Panel id="life" title={words.title}>
      <div className="flex flex-col items-start gap-3 px-4 pb-5 sm:px-5">
        <Stands of={of} />
        <div className="flex flex-wrap gap-2">
          {state !== 'active' && <Reactivate of={of} onSaid={onSaid} />}
          {state === 'active' && (
            <FormDialog label={words.suspend} title={`${words.suspend}: ${name}`} lead={words.suspendLead} look="outline">
              {(close) => <SuspendForm of={of} onSaid={closing(close)} />}
            </FormDialog>
          )}
          {closedAt === null && (
            <FormDialog label={words.close} title={`${words.close}: ${name}`} lead={words.closeLead} look="outline">
              {(close) => <CloseForm of={of} onSaid={closing(close)} />}
            </FormDialog>
          )}
        </div>
      </div>
    </Panel>
  );
}
