import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type SubmitEvent, useState } from 'react';
import { ListFailure } from '../../components/failure.tsx';
import { Instant } from '../../components/amount.tsx';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { RoomHead } from '../../components/room-head.tsx';
import { faultsOf } from '../../faults.ts';
import { formatInstant } from '../../format.ts';
import { paths } from '../../paths.ts';
import { sessionQuery } from '../../queries.ts';
import { renameTenant, type TenantDetails } from '../../tenant-api.ts';
import { onboardingTexts } from '../../texts-onboarding.ts';
import { tenantTexts } from '../../texts-tenant.ts';
import { texts } from '../../texts.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { fieldText } from '../../ui/form.ts';
import { Warning } from '../../ui/icons.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { BrandPanel } from './brand-panel.tsx';
import { Facts } from './facts.tsx';
import { GeneralForm } from './general-form.tsx';
import { SettledFacts } from './general-facts.tsx';
import { Said } from './said.tsx';
import { tenantQuery, tenantSettingsQuery, useOwnTenant } from './tenant-queries.ts';

const words = tenantTexts.general;

function NameForm({ tenant, onSaid }: { tenant: TenantDetails; onSaid: (text: string) => void }) {
  const queryClient = useQueryClient();
  const rename = useSensitiveChange<string, TenantDetails>(
    (name) => renameTenant(tenant.id, name),
    (renamed) => {
      queryClient.setQueryData(tenantQuery(tenant.id).queryKey, renamed);
      void queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey });
      void queryClient.invalidateQueries({ queryKey: ['memberships'] });
      onSaid(words.renamed(renamed.name));
    },
  );
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    rename.start(fieldText(event.currentTarget, 'name'));
  };
  const faults = faultsOf(rename.error, ['name']);
  return (
    <form onSubmit={submit} noValidate className="flex flex-wrap items-start gap-3 px-4 pb-4 sm:px-5">
      <div className="min-w-56 flex-1 sm:max-w-md">
        <TextField
          name="name"
          label={words.name}
          help={words.nameHelp}
          defaultValue={tenant.name}
          maxLength={200}
          problem={faults.at('name') ?? faults.rest}
        />
      </div>
      <Button type="submit" className="min-h-10 max-sm:w-full sm:mt-6.25" disabled={rename.isBusy}>
        {words.rename}
      </Button>
      {rename.question}
    </form>
  );
}

function TenantPanel({ tenant, canChange, onSaid }: { tenant: TenantDetails; canChange: boolean; onSaid: (text: string) => void }) {
  const fixed = [
    { name: words.slug, value: <span className="wrap-anywhere">{tenant.slug}</span> },
    { name: words.id, value: <code className="font-mono text-small wrap-anywhere">{tenant.id}</code> },
    { name: words.created, value: <Instant at={tenant.createdAt} /> },
  ];
  return (
    <Panel id="tenant" title={words.tenant}>
      {canChange && <NameForm tenant={tenant} onSaid={onSaid} />}
      <Facts items={canChange ? fixed : [{ name: words.name, value: tenant.name }, ...fixed]} />
    </Panel>
  );
}

/** The way back to the guide, also for who put it away. */
function FirstSteps() {
  return (
    <Panel id="first-steps" title={onboardingTexts.room}>
      <p className="px-4 pb-4 text-muted sm:px-5">
        {onboardingTexts.linkHelp}{' '}
        <Link to={paths.guide} className="font-medium text-accent underline underline-offset-4">
          {onboardingTexts.link}
        </Link>
      </p>
    </Panel>
  );
}

/** What the tenant is called and what it has settled for itself; for those who may not change it, the same to read. */
export function General() {
  const { id, canChange } = useOwnTenant();
  const tenant = useQuery(tenantQuery(id));
  const settings = useQuery(tenantSettingsQuery(id));
  const [said, say] = useState('');
  const error = tenant.error ?? settings.error;
  const retry = () => void Promise.all([tenant.refetch(), settings.refetch()]);
  return (
    <>
      <RoomHead title={words.title}>{words.lead}</RoomHead>
      <Said text={said} />
      {!canChange && <Notice>{tenantTexts.readOnly}</Notice>}
      {tenant.data?.eraseAfter && (
        <Notice tone="notice" icon={<Warning />}>
          {words.closed(formatInstant(tenant.data.eraseAfter))}
        </Notice>
      )}
      {error ? (
        <div className="rounded-panel border border-line bg-surface">
          <ListFailure error={error} onRetry={retry} />
        </div>
      ) : tenant.data && settings.data ? (
        <>
          <TenantPanel tenant={tenant.data} canChange={canChange} onSaid={say} />
          <BrandPanel id={id} tenant={tenant.data.name} canChange={canChange} onSaid={say} />
          {canChange ? <GeneralForm id={id} settings={settings.data} /> : <SettledFacts settings={settings.data} />}
          <FirstSteps />
        </>
      ) : (
        <SkeletonLines count={8} label={texts.loading} />
      )}
    </>
  );
}
