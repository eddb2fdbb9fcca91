import { useQuery } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { ProblemError } from '../../api.ts';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { ListFailure } from '../../components/failure.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { faultsOf } from '../../faults.ts';
import { putTenantQuota, type QuotaState, resetTenantQuota, type TenantDetails } from '../../platform-api.ts';
import { platformTenantTexts } from '../../texts-platform-tenants.ts';
import { tenantTexts } from '../../texts-tenant.ts';
import { texts } from '../../texts.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { fieldText } from '../../ui/form.ts';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { FormEnd } from '../catalog/form-end.tsx';
import { CheckField } from '../tenants/check-field.tsx';
import { QuotaLine } from '../tenants/quota-line.tsx';
import { administeredQuotasQuery } from './platform-tenant-queries.ts';

const words = platformTenantTexts.quotas;
type Quota = QuotaState['quota'];

/** How many of the API's units one has that people type: US cents in dollars, bytes in gigabytes. */
const UNITS: Readonly<Partial<Record<Quota, number>>> = { ai_spend_per_month: 100, storage_bytes: 1_000_000_000 };

const nameOf = (quota: Quota) => tenantTexts.usage.quotas[quota][2];

/** A limit as it was typed, in the API's units. @throws ProblemError for what is no number, which would else read as no limit. */
function limitIn(form: HTMLFormElement, quota: Quota): number | null {
  if (fieldText(form, 'none') !== '') return null;
  const typed = fieldText(form, 'limit');
  const unit = UNITS[quota] ?? 1;
  const limit = unit === 1 ? Number(typed) : Math.round(Number(typed) * unit);
  if (typed !== '' && Number.isFinite(limit)) return limit;
  throw new ProblemError(400, 'invalid_request', words.notNumber, { faults: [{ pointer: '/limit', detail: words.notNumber }] });
}

interface ChangeProps {
  tenantId: string;
  quota: QuotaState;
  onSaid: (text: string) => void;
}

function LimitForm({ tenantId, quota: { quota, limit }, onSaid }: ChangeProps) {
  const [isNone, toggle] = useState(limit === null);
  const change = useSensitiveChange(
    async (form: HTMLFormElement) => putTenantQuota(tenantId, quota, limitIn(form, quota)),
    () => onSaid(words.changed(nameOf(quota))),
  );
  const faults = faultsOf(change.error, ['limit']);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    change.start(event.currentTarget);
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <TextField
        name="limit"
        inputMode="decimal"
        label={words.limit}
        help={words.units[quota]}
        defaultValue={limit === null ? '' : limit / (UNITS[quota] ?? 1)}
        disabled={isNone}
        problem={isNone ? undefined : faults.at('limit')}
        className="max-w-60 disabled:opacity-55"
      />
      <div className="-mx-2">
        <CheckField name="none" value="yes" label={words.none} defaultChecked={isNone} onChange={toggle} />
      </div>
      <FormEnd change={change} rest={faults.rest} submit={words.submit} />
    </form>
  );
}

function Reset({ tenantId, quota: { quota }, onSaid }: ChangeProps) {
  const reset = useSensitiveChange<true, unknown>(
    () => resetTenantQuota(tenantId, quota),
    () => onSaid(words.wasReset(nameOf(quota))),
  );
  return (
    <>
      <Button look="quiet" aria-label={words.resetOf(nameOf(quota))} disabled={reset.isBusy} onClick={() => reset.start(true)}>
        {words.reset}
      </Button>
      {reset.problem !== undefined && (
        <p role="alert" className="text-small font-medium text-danger">
          {reset.problem}
        </p>
      )}
    </>
  );
}

/** What the tenant may use and has used, each limit to be set for it alone, and to be given back to its tier. */
export function TenantQuotas({ of: { id }, onSaid }: { of: TenantDetails; onSaid: (text: string) => void }) {
  const { data, error, refetch } = useQuery(administeredQuotasQuery(id));
  const actions = (quota: QuotaState) => (
    <span className="-ml-3.5 flex flex-wrap gap-1">
      <FormDialog label={words.set} name={words.setOf(nameOf(quota.quota))} lead={words.lead} look="quiet">
        {(close) => (
          <LimitForm
            tenantId={id}
            quota={quota}
            onSaid={(text) => {
              close();
              onSaid(text);
            }}
          />
        )}
      </FormDialog>
      {quota.source === 'override' && <Reset tenantId={id} quota={quota} onSaid={onSaid} />}
    </span>
  );
  return (
    <Panel id="quotas" title={words.title}>
      {data ? (
        <ul className="border-t border-line">
          {data.items.map((quota) => (
            <QuotaLine key={quota.quota} quota={quota} override={words.override} actions={actions(quota)} />
          ))}
        </ul>
      ) : error ? (
        <ListFailure error={error} onRetry={() => void refetch()} />
      ) : (
        <SkeletonLines count={6} label={texts.loading} />
      )}
    </Panel>
  );
}
