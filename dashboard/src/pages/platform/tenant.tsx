import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { type SubmitEvent, useState } from 'react';
import { Instant } from '../../components/amount.tsx';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { ListFailure } from '../../components/failure.tsx';
import { FormProblem } from '../../components/form-problem.tsx';
import { RoomHead } from '../../components/room-head.tsx';
import { faultsOf } from '../../faults.ts';
import { paths } from '../../paths.ts';
import { changeTenant, PLATFORM, type TenantDetails } from '../../platform-api.ts';
import { platformTenantTexts } from '../../texts-platform-tenants.ts';
import { texts } from '../../texts.ts';
import { Button } from '../../ui/button.tsx';
import { SelectField, TextField } from '../../ui/field.tsx';
import { fieldText } from '../../ui/form.ts';
import { Panel } from '../../ui/panel.tsx';
import { SkeletonLines } from '../../ui/skeleton.tsx';
import { Facts } from '../tenants/facts.tsx';
import { Said } from '../tenants/said.tsx';
import { administeredTenantQuery } from './platform-tenant-queries.ts';
import { TenantFlags } from './tenant-flags.tsx';
import { TenantLife } from './tenant-life.tsx';
import { TenantQuotas } from './tenant-quotas.tsx';
import { TenantState } from './tenant-state.tsx';
import { TIER_OPTIONS, tierOf } from './tier-choices.ts';

const words = platformTenantTexts.one;
const LINK = 'font-medium text-accent underline-offset-4 hover:underline';

function ChangeForm({ tenant, onSaid }: { tenant: TenantDetails; onSaid: (text: string) => void }) {
  const change = useSensitiveChange(
    (form: HTMLFormElement) => changeTenant(tenant.id, { name: fieldText(form, 'name'), tier: tierOf(fieldText(form, 'tier')) }),
    ({ name }) => onSaid(words.saved(name)),
  );
  const faults = faultsOf(change.error, ['name', 'tier']);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    change.start(event.currentTarget);
  };
  return (
    <form onSubmit={submit} noValidate className="grid items-start gap-x-6 gap-y-4 px-4 pb-5 sm:grid-cols-2 sm:px-5">
      <TextField name="name" label={words.name} defaultValue={tenant.name} maxLength={200} problem={faults.at('name')} />
      <SelectField
        name="tier"
        label={words.tier}
        help={words.tierHelp}
        options={TIER_OPTIONS}
        defaultValue={tenant.tier}
        problem={faults.at('tier')}
      />
      <FormProblem error={change.error} rest={faults.rest} />
      <Button type="submit" className="justify-self-start max-sm:w-full" disabled={change.isBusy}>
        {words.save}
      </Button>
      {change.question}
    </form>
  );
}

function About({ tenant, onSaid }: { tenant: TenantDetails; onSaid: (text: string) => void }) {
  const { id, slug, currency, createdAt, simulated } = tenant;
  return (
    <Panel id="about" title={words.facts} aside={<TenantState state={tenant.state} />}>
      <ChangeForm key={`${tenant.name} ${tenant.tier}`} tenant={tenant} onSaid={onSaid} />
      <Facts
        items={[
          { name: words.slug, value: simulated ? `${slug}, ${platformTenantTexts.simulated}` : slug },
          { name: words.id, value: <code className="font-mono text-small wrap-anywhere">{id}</code> },
          { name: platformTenantTexts.created, value: <Instant at={createdAt} /> },
          { name: words.currency, value: currency ?? words.currencyNone },
          {
            name: words.prices,
            value: (
              <Link to={paths.platformPrices} params={{ id }} className={LINK}>
                {words.pricesLink}
              </Link>
            ),
          },
        ]}
      />
    </Panel>
  );
}

/** One tenant as whoever runs the installation has it: its name and tier, its limits, its flags, and its end. */
export function PlatformTenant() {
  const { id } = useParams({ from: paths.platformTenant });
  const queryClient = useQueryClient();
  const [said, say] = useState('');
  const { data, error, refetch } = useQuery(administeredTenantQuery(id));
  const tell = (text: string) => {
    say(text);
    void queryClient.invalidateQueries({ queryKey: PLATFORM });
  };
  const above = (
    <Link to={paths.platformTenants} className={`self-start text-small ${LINK}`}>
      {words.above}
    </Link>
  );
  return (
    <>
      <RoomHead title={data?.name ?? platformTenantTexts.tenant} above={above}>
        {words.lead}
      </RoomHead>
      <Said text={said} />
      {data ? (
        <>
          <About tenant={data} onSaid={tell} />
          <TenantQuotas of={data} onSaid={tell} />
          <TenantFlags of={data} onSaid={tell} />
          <TenantLife of={data} onSaid={tell} />
        </>
      ) : (
        <Panel id="about" title={words.facts}>
          {error ? <ListFailure error={error} onRetry={() => void refetch()} /> : <SkeletonLines count={8} label={texts.loading} />}
        </Panel>
      )}
    </>
  );
}
