import { useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import type { SubmitEvent } from 'react';
import { getCampaign, putCampaign } from '../../catalog-api.ts';
import { useSensitiveChange } from '../../components/confirm-identity.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { faultsOf } from '../../faults.ts';
import { sessionQuery } from '../../queries.ts';
import { getTenantSettings, putTenantSettings } from '../../tenant-api.ts';
import { modelTexts as words } from '../../texts-models.ts';
import { SelectField } from '../../ui/field.tsx';
import { Check } from '../../ui/icons.tsx';
import { typedIn } from '../../ui/typed.ts';
import { campaignsQuery } from '../catalog/catalog-queries.ts';
import { FormEnd } from '../catalog/form-end.tsx';
import { labelOf } from '../catalog/named.tsx';
import { AskFirst } from '../tenants/ask-first.tsx';
import { tenantSettingsQuery, useOwnTenant } from '../tenants/tenant-queries.ts';

interface DefaultProps {
  name: string;
  tell: (text: string) => void;
}

/** Makes a model the tenant's default, or says that it is; nothing for those who may not change what the tenant has settled. */
export function TenantDefault({ name, tell }: DefaultProps) {
  const { id, canChange } = useOwnTenant();
  const usual = useSuspenseQuery(sessionQuery).data.tenant?.defaultModel;
  const queryClient = useQueryClient();
  if (usual === name)
    return (
      <span className="inline-flex min-h-9 items-center gap-1.5 px-1 font-medium text-accent-strong">
        <Check />
        {words.isTenantDefault}
      </span>
    );
  if (!canChange) return null;
  const settle = async () => {
    const settings = await getTenantSettings(id, AbortSignal.timeout(30_000));
    return putTenantSettings(id, { ...settings, defaultModel: name });
  };
  return (
    <AskFirst
      label={words.makeDefault}
      look="outline"
      title={words.makeDefaultTitle(name)}
      lead={words.makeDefaultLead}
      change={settle}
      onDone={() => {
        for (const queryKey of [tenantSettingsQuery(id).queryKey, sessionQuery.queryKey]) void queryClient.invalidateQueries({ queryKey });
        tell(words.isDefaultNow(name));
      }}
    />
  );
}

/** The campaign as it is kept, with another default model. */
async function chooseFor(key: string, defaultModel: string) {
  const { name, advertiser, startsOn, endsOn, budgetMinor, spendMinor, currency, goal } = await getCampaign(key);
  return putCampaign(key, { name, advertiser, startsOn, endsOn, budgetMinor, spendMinor, currency, goal, defaultModel });
}

function CampaignForm({ name, onSaved }: { name: string; onSaved: (campaign: string) => void }) {
  const campaigns = useQuery(campaignsQuery).data ?? [];
  const change = useSensitiveChange(
    async (form: HTMLFormElement) => {
      const typed = typedIn(form);
      const key = typed.text('campaign');
      if (key === null) typed.refuse('campaign', words.chooseFirst);
      typed.settle();
      return chooseFor(key ?? '', name);
    },
    (campaign) => onSaved(labelOf(campaign)),
  );
  const faults = faultsOf(change.error, ['campaign']);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    change.start(event.currentTarget);
  };
  return (
    <form onSubmit={submit} noValidate className="flex flex-col gap-4">
      <SelectField
        name="campaign"
        label={words.campaign}
        options={[['', words.choose] as const, ...campaigns.map((one) => [one.key, labelOf(one)] as const)]}
        problem={faults.at('campaign')}
      />
      <FormEnd change={change} rest={faults.rest} submit={words.setCampaign} />
    </form>
  );
}

/** Makes a model the default of one campaign. */
export function CampaignDefault({ name, tell }: DefaultProps) {
  return (
    <FormDialog label={words.campaignDefault} lead={words.campaignDefaultLead} look="outline">
      {(close) => (
        <CampaignForm
          name={name}
          onSaved={(campaign) => {
            close();
            tell(words.campaignSet(name, campaign));
          }}
        />
      )}
    </FormDialog>
  );
}
